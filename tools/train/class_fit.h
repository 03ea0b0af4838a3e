#pragma once

#include <string>
#include <vector>

#include "engine/identify/class_model.h"
#include "tools/train/class_samples.h"

namespace basepeak::train {

struct ClassFitSettings {
  std::string seed = "1";
  std::size_t inner_folds = 4;
  std::size_t threads = 2;
  double site_penalty = 1.0;
  double class_penalty = 0.1;
  double false_alarm_share = 0.001;  // the call threshold admits at most this share of negatives
};

// Fits the model on the samples. Detection, sharpness, calibration and threshold are fitted on
// spectra of compounds that the ranker in question has not seen (folds by compound); what uses
// neighbours, on each sample beside the class spectra of all other compounds among them.
// Deterministic. Neutral samples are left out.
[[nodiscard]] ClassModel fit_class_model(const std::vector<const ClassSample*>& samples,
                                         std::string_view site_table, std::string_view ion_table,
                                         const ClassFitSettings& settings);

}  // namespace basepeak::train
