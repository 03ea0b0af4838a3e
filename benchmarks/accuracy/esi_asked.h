#pragma once

#include <vector>

#include "tools/train/esi_samples.h"

namespace basepeak::benchmarks {

struct AskedEsi {
  const train::EsiCompound* compound = nullptr;
  const train::EsiSpectrum* spectrum = nullptr;
};

// What predictions are measured on: up to two spectra, 8 to 70 eV, of each compound that no fit
// sees, and every spectrum of the fentanyl class. REQUIRES: the compounds stay.
struct AskedEsiSpectra {
  std::vector<AskedEsi> held_out;
  std::vector<AskedEsi> of_class;
};
[[nodiscard]] AskedEsiSpectra asked_esi_spectra(const std::vector<train::EsiCompound>& compounds);

}  // namespace basepeak::benchmarks
