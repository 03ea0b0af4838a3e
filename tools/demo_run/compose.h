#pragma once

#include <string>
#include <vector>

#include "engine/library/library.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// One compound of a composed run.
struct DemoCompound {
  std::string record;  // library record id
  double apex_s = 0.0;
  double amount = 1.0;  // height of the base ion relative to a full-scale peak
};

// The scans of a GC-MS run composed from library spectra: exponentially tailed Gaussian peaks,
// rising column bleed, counting noise and the detector's threshold. Seeded: the same input gives
// the same scans. Throws Error{library} naming a record that the library does not hold.
[[nodiscard]] std::vector<Spectrum> compose_run(const Library& library,
                                                const std::vector<DemoCompound>& compounds,
                                                unsigned seed);

}  // namespace basepeak
