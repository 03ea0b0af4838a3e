#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/predict/esi_evidence.h"

namespace basepeak::train {

// A measured MS/MS spectrum of [M+H]+.
struct EsiSpectrum {
  std::string accession;
  std::string family;
  EsiConditions conditions;
  Peaks peaks;
};

// A compound with all its spectra: every record whose InChIKey has this first block, so that
// stereoisomers, replicates and deuterated forms are together and are left out together.
struct EsiCompound {
  std::string key;            // first block of the records' InChIKey
  std::string structure_key;  // first block of one made of the structure: a mistaken key hides none
  std::string name;
  std::string smiles;
  PredictedMolecule molecule;
  double precursor_mz = 0.0;
  bool is_class = false;     // 4-anilinopiperidine skeleton, or labelled as of the class
  bool is_held_out = false;  // never fitted on; a tenth of the compounds, drawn by key
  std::vector<EsiSpectrum> spectra;
};

// The spectra of SPECTRA/esi_pos_ms2_FAMILY.msp.gz that can be used: [M+H]+ of a structure that is
// predicted, HCD or QTOF, an energy that is understood, a precursor that is the structure's.
// Deuterated compounds and ion-trap spectra are passed over. By key. Throws Error{input} naming the
// file when one cannot be read.
[[nodiscard]] std::vector<EsiCompound> read_esi_compounds(const std::filesystem::path& spectra,
                                                          const std::vector<std::string>& families);

// Whether a key belongs to the tenth that is never fitted on.
[[nodiscard]] bool is_held_out_key(const std::string& key);

// Compounds that may be fitted on: neither of the class nor held out by either key, and sharing no
// key with one that is.
[[nodiscard]] std::vector<const EsiCompound*> fitted_compounds(
    const std::vector<EsiCompound>& compounds);

}  // namespace basepeak::train
