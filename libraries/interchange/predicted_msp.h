#pragma once

#include <string>

#include "engine/predict/prediction.h"

namespace basepeak {

// A prediction as an MSP record that no reader takes for a measurement: the name carries
// "[PREDICTED]", Origin says predicted, the comment says that it is not a measurement, of what
// grade and from which analogues; there is no instrument, energy or accession. Each peak is
// annotated with its formula, its atoms along the SMILES, and the analogues that have it.
// import_spectra restores the origin. Ends in an empty line.
[[nodiscard]] std::string predicted_msp(const Prediction& prediction);

}  // namespace basepeak
