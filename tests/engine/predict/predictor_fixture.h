#pragma once

#include <string>
#include <vector>

#include "engine/predict/ei_predictor.h"
#include "tests/engine/predict/molecules.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {

inline LibraryRecord ei_record(const std::string& id, const std::string& name,
                               const std::string& smiles, const std::string& inchikey,
                               const Peaks& peaks) {
  LibraryRecord record;
  record.id = id;
  record.name = name;
  record.smiles = smiles;
  record.inchikey = inchikey;
  record.licence = "CC0";
  record.source = "test";
  record.acquisition.ionisation = Ionisation::ei;
  record.peaks = peaks;
  return record;
}

// Fentanyl and two analogues, with spectra that differ as their acyl groups do.
inline std::vector<LibraryRecord> small_library() {
  return {ei_record("F", "Fentanyl", kFentanyl, "PJMPHNIQZUBGLI-UHFFFAOYSA-N", class_peaks(0)),
          ei_record("A", "Acetyl fentanyl", kAcetylFentanyl, "FYIUUQUPOKIKNI-UHFFFAOYSA-N",
                    class_peaks(-14)),
          ei_record("B", "Butyryl fentanyl", kButyrylFentanyl, "QQOMYEQLWQJRKK-UHFFFAOYSA-N",
                    class_peaks(14))};
}

// Models that add nothing: what is left is the transfer.
inline EiModel silent_model() {
  EiModel model;
  const BoostedTrees::Node leaf{BoostedTrees::kLeaf, 1, 0.0F, 0};
  model.generic.trees = BoostedTrees(0.0F, kGenericWidth, {0}, {leaf});
  model.stacker = BoostedTrees(0.0F, kStackerWidth, {0}, {leaf});
  model.quality.coefficients.assign(kQualityFeatures + 1, 0.0);
  model.quality.coefficients.back() = 0.87;
  model.quality.deviation = 0.05;
  model.checksum = std::string(64, 'a');
  return model;
}

inline EiPredictor predictor_of(const std::vector<LibraryRecord>& records,
                                std::size_t threads = 1) {
  const TemporaryFolder folder;
  write_library(folder.path() / "small.bplib", "small", records);
  return {Library::open(folder.path() / "small.bplib"), silent_model(), threads};
}

}  // namespace basepeak::test
