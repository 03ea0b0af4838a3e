#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/predict/ei_model_file.h"

namespace basepeak::train {

struct PredictionFitSettings {
  std::filesystem::path spectra;      // folder of ei_FAMILY.msp.gz and compounds.tsv
  std::vector<std::string> families;  // whose licences allow a fitted model in the project
  std::size_t threads = 1;
};

// Fits all that predicting EI spectra needs: the generic scorer on everything but the fentanyl
// class, the stacker on the class, the quality estimate on predictions of compounds that no model
// had seen, from all the analogues there are, from few and from none with one of their groups
// (quality_cases.h). The manifest says all of this. Throws Error{input} when data cannot be read.
[[nodiscard]] EiModel fit_prediction(const PredictionFitSettings& settings);

}  // namespace basepeak::train
