#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/predict/ei_ions.h"

namespace basepeak {

// What the generic scorer reads: a row for every m/z that some ion of the molecule can have, with
// the cheapest explanations of it.
struct GenericRows {
  std::vector<int> mz;              // ascending, from kLowestGenericMass to the molecular mass
  std::vector<std::size_t> ion;     // the cheapest explanation, in `ions`
  std::vector<float> values;        // rows one after another, kGenericWidth each
  std::vector<Fragment> fragments;  // within kScoringLimits
  std::vector<EiIon> ions;
};

inline constexpr int kLowestGenericMass = 40;
inline constexpr std::size_t kGenericExplanations = 3;
inline constexpr std::size_t kGenericExplanationWidth = 58;
// The explanations, then m/z, loss, log weight, how many, and four of the molecule.
inline constexpr std::size_t kGenericWidth = kGenericExplanations * kGenericExplanationWidth + 8;

[[nodiscard]] GenericRows generic_rows(const FragmentGraph& molecule);
// One a column; part of a model's schema.
[[nodiscard]] std::vector<std::string> generic_row_names();

}  // namespace basepeak
