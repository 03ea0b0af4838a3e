#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/predict/esi_conditions.h"
#include "engine/predict/esi_ions.h"
#include "engine/predict/seen_ions.h"

namespace basepeak {

// What the generic scorer reads of a formula: its two cheapest explanations and the conditions.
inline constexpr std::size_t kEsiExplanations = 2;
inline constexpr std::size_t kEsiMoleculeWidth = kEsiExplanations * 59 + 6 + kSeenWidth;
inline constexpr std::size_t kEsiConditionsWidth = 9;
inline constexpr std::size_t kEsiGenericWidth = kEsiMoleculeWidth + kEsiConditionsWidth;

// The columns that do not depend on the conditions: a row a formula, one after another.
[[nodiscard]] std::vector<float> esi_molecule_rows(const PredictedMolecule& molecule,
                                                   const EsiIons& ions, const SeenIons& seen);
// The columns that do.
[[nodiscard]] std::vector<float> esi_conditions_row(const FragmentGraph& molecule,
                                                    const EsiConditions& conditions);
// One a column; part of a model's schema.
[[nodiscard]] std::vector<std::string> esi_generic_row_names();

// What the cheapest explanation of each formula is known by.
[[nodiscard]] std::vector<SeenKeys> seen_keys(const PredictedMolecule& molecule,
                                              const EsiIons& ions);

// m/z of [M+H]+.
[[nodiscard]] double protonated_mz(const FragmentGraph& molecule);

}  // namespace basepeak
