#pragma once

#include <string>
#include <string_view>

#include "engine/predict/analogue_transfer.h"
#include "engine/predict/prediction.h"

namespace basepeak {

// A molecule that a spectrum is predicted for.
struct AskedMolecule {
  PredictedMolecule molecule;
  Prediction prediction;  // who it is and what was done to the input; nothing predicted yet
  std::string compound;   // compound_key of it
};

// Throws Error{input} naming the molecule: not a SMILES, or one that is not predicted
// (engine/predict/fragment_graph.h). Of a salt or mixture the largest part; the note says so.
[[nodiscard]] AskedMolecule asked_molecule(std::string_view smiles, const std::string& name);

// What spectra of one compound share: the first block of the InChIKey, else of one made of the
// structure. Stereoisomers and isotopologues have one key.
[[nodiscard]] std::string compound_key(std::string_view inchikey, const std::string& smiles);

// Throws Error{input} saying that there is no analogue where `nearest` is empty or its similarity
// below kLeastSimilarity.
void require_analogue(const std::string& shown_name, const std::string& nearest, double similarity);

}  // namespace basepeak
