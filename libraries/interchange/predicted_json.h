#pragma once

#include <string>

#include "engine/predict/prediction.h"

namespace basepeak {

// One prediction as a JSON object without a line end: who, "origin": "predicted", "measured":
// false, grade, expected cosine, model, library, neighbours, and peaks with formula, atoms
// (numbered from 1 along the SMILES) and the numbers of the neighbours that have them.
// docs/formats.md lists it.
[[nodiscard]] std::string predicted_json(const Prediction& prediction);

// What could not be predicted, and why, as an object of the same array.
[[nodiscard]] std::string unpredicted_json(const std::string& name, const std::string& smiles,
                                           const std::string& reason);

}  // namespace basepeak
