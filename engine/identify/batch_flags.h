#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/method.h"

namespace basepeak {

// What is kept of a run to compare the components of other runs with it.
struct RunComponents {
  struct Component {
    double retention_s = 0.0;
    double area = 0.0;
    double detection_limit = 0.0;
    Peaks peaks;
  };
  std::string name;
  std::string sha256;
  std::string acquired;  // as written
  std::vector<Component> components;
};

// Of a run's GC-MS components; MS/MS spectra and spectra without a retention time are left out.
[[nodiscard]] std::vector<RunComponents::Component> comparable_components(
    std::span<const Query> queries);
[[nodiscard]] std::vector<RunComponents::Component> comparable_components(
    std::span<const Identification> found);

// How alike two components' spectra are, as an ei-simple match factor. Ions that one lacks count
// only where they would have stood above that one's detection limit, so that a trace is still known
// as the large peak's compound. 0 with fewer than three common ions.
[[nodiscard]] double same_spectrum_factor(const RunComponents::Component& a,
                                          const RunComponents::Component& b, UnitMassRule rule);

// Flags components that a blank holds, too. Nothing is removed.
void flag_blank(std::span<Identification> components, const RunComponents& blank,
                const Method& method);

// Flags components whose area is below the method's share of the same one's in the run before.
void flag_carry_over(std::span<Identification> components, const RunComponents& run_before,
                     const Method& method);

}  // namespace basepeak
