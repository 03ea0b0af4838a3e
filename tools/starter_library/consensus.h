#pragma once

#include <cstddef>
#include <vector>

#include "engine/spectrum/peaks.h"

namespace basepeak::starter {

// Mean spectrum of replicates, base peak 999, ascending in m/z, with the standard deviation over
// the replicates (n - 1) of each peak on the same scale; no deviations for a single spectrum. A
// peak that a replicate lacks counts as 0 in it.
struct Consensus {
  std::vector<double> mz;
  std::vector<double> intensity;
  std::vector<double> deviation;
  std::size_t replicates = 0;
};

// Peaks below 1 % of the base peak are left out, and of the others the 60 most intense are kept.
inline constexpr double kLeastRelativeIntensity = 0.01;
inline constexpr std::size_t kMostPeaks = 60;

// EI: peaks are put on unit masses by floor(m/z + 0.5) and intensities that fall on one unit mass
// add up, because the replicate files split an ion over neighbouring 0.1 m/z steps. Throws
// Error{input} for no replicates or one without intensity, naming its position.
[[nodiscard]] Consensus unit_mass_consensus(const std::vector<Peaks>& replicates);

// MS/MS: peaks of all replicates within window_mz of the most intense one left are one ion; its m/z
// is their intensity-weighted mean. Throws as above.
[[nodiscard]] Consensus accurate_mass_consensus(const std::vector<Peaks>& replicates,
                                                double window_mz);

}  // namespace basepeak::starter
