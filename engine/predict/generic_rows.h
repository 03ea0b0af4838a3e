#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/predict/analogue_transfer.h"
#include "engine/predict/seen_ions.h"

namespace basepeak {

// What the generic scorer reads: a row for every m/z that some ion of the molecule can have, with
// the cheapest explanations of it.
struct GenericRows {
  std::vector<int> mz;              // ascending, from kLowestGenericMass to the molecular mass
  std::vector<std::size_t> ion;     // the cheapest explanation, in `ions`
  std::vector<float> values;        // rows one after another, kGenericWidth each
  std::vector<Fragment> fragments;  // within kScoringLimits
  std::vector<EiIon> ions;
  std::vector<SeenKeys> keys;  // of the cheapest explanations, a row each
};

inline constexpr int kLowestGenericMass = 40;
inline constexpr std::size_t kGenericExplanations = 3;
inline constexpr std::size_t kGenericExplanationWidth = 58;
// What was seen of the cheapest explanation, and of the others in part.
inline constexpr std::size_t kEiSeenWidth =
    kSeenWidth + (kGenericExplanations - 1) * kSeenOfOthers.size() * kSeenKindWidth;
// The explanations, then m/z, loss, log weight, how many, four of the molecule, and what was seen.
inline constexpr std::size_t kGenericWidth =
    kGenericExplanations * kGenericExplanationWidth + 8 + kEiSeenWidth;

[[nodiscard]] GenericRows generic_rows(const PredictedMolecule& asked, const SeenIons& seen);
// One a column; part of a model's schema.
[[nodiscard]] std::vector<std::string> generic_row_names();

}  // namespace basepeak
