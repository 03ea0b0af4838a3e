#pragma once

#include <string>

#include "engine/predict/prediction.h"

namespace basepeak {

// A prediction as a record that no reader takes for a measurement: the name carries "[PREDICTED]",
// Origin says predicted, the id and the comment begin with it, and the comment says of what grade
// and from which analogues; there is no instrument or accession. import_spectra restores the origin
// from any one of the four. Names cannot write fields: control characters become blanks.

// MSP, ending in an empty line. Each peak is annotated with its formula, its atoms along the
// SMILES, and the analogues that have it.
[[nodiscard]] std::string predicted_msp(const Prediction& prediction);

// MGF with the same fields, ending in an empty line. MGF has no place for annotations.
[[nodiscard]] std::string predicted_mgf(const Prediction& prediction);

}  // namespace basepeak
