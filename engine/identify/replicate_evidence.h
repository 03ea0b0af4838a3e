#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/library/library.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// Replicate EI spectra of two compounds, and what they say on a third spectrum.
struct ReplicateComparison {
  std::size_t first_count = 0, second_count = 0;
  // Min-max test (after Moorthy and Sisco): identity match factors within each and between both.
  // They are told apart where the highest between lies below the lowest within.
  double lowest_within_first = 0.0, lowest_within_second = 0.0, highest_between = 0.0;
  double lowest_with_first = 0.0, lowest_with_second = 0.0;  // of the third spectrum
  // Unequal-variance t-test on each ion of 1 % and more, two-sided, 99.9 %: how many ions differ
  // between both, and at how many of these the third spectrum lies outside of what each one's
  // scatter allows a single further spectrum.
  std::size_t ions = 0, different_ions = 0, outside_first = 0, outside_second = 0;
  [[nodiscard]] bool are_told_apart() const noexcept {
    return highest_between < lowest_within_first && highest_between < lowest_within_second;
  }
};

inline constexpr std::size_t kFewestReplicates = 3;

// REQUIRES: kFewestReplicates or more of each.
[[nodiscard]] ReplicateComparison compare_replicates(const Peaks& query,
                                                     std::span<const Peaks> first,
                                                     std::span<const Peaks> second,
                                                     UnitMassRule rule);

// The best match against each other member of its group, where the hits hold replicates of both:
// measured EI records of one source. A sentence a pair.
[[nodiscard]] std::vector<std::string> replicate_evidence(const Identification& found,
                                                          const Library& library,
                                                          UnitMassRule rule);

}  // namespace basepeak
