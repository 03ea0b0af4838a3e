#pragma once

#include <cstdint>
#include <vector>

#include "engine/search/score.h"

namespace basepeak {

// A move starts at a mass where record and query differ by more than this on the square-root scale,
// whose largest value is 31.6, or next to it.
inline constexpr double kHybridDiscrepancy = 10.0;
inline constexpr std::int32_t kHybridNeighbours[] = {0, -1, 1, 2};  // the peak and its isotopes
// Spectra that reach farther are compared without moves.
inline constexpr std::int32_t kHybridHighestMass = 20'000;

// Intensity that the hybrid score moved from one mass of the record to another.
struct MovedIntensity {
  std::int32_t from_mass = 0;
  std::int32_t to_mass = 0;
  double intensity = 0.0;  // gained at to_mass, of 999
};

struct HybridScore {
  ScoreValue value;      // of the record with intensities moved
  ScoreValue unshifted;  // of the record as it is: ei_simple
  std::vector<MovedIntensity> moved;
};

// NIST hybrid similarity (Moorthy et al. 2017): the simple match factor after record intensity that
// the query lacks is moved by `mass_difference` (query less record, nominal Da) to where the query
// has more, as long as the match factor rises. Never below ei_simple, and equal to it at a
// difference of 0; exchanging query and record gives another value. Takes simple_weighted.
[[nodiscard]] HybridScore ei_hybrid(const WeightedUnitMass& query, const WeightedUnitMass& record,
                                    std::int32_t mass_difference);

// A match factor that ei_hybrid cannot exceed, in one pass over the peaks.
[[nodiscard]] double ei_hybrid_limit(const WeightedUnitMass& query, const WeightedUnitMass& record,
                                     std::int32_t mass_difference);

}  // namespace basepeak
