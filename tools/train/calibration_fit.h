#pragma once

#include <string>
#include <vector>

#include "tools/train/calibration_trials.h"

namespace basepeak::train {

struct CalibrationFitSettings {
  std::string seed = "1";
  double prior = 0.5;  // weight of the trials whose compound the library holds
  double group_coverage = 0.95;
  double choice_penalty = 0.1;
  double presence_penalty = 0.1;
  double class_penalty = 1.0;
  double site_penalty = 0.125;
};

// Whether a report makes the statement for this trial: the best match reaches the tentative score,
// and its record is of a class, or of the fentanyl class with known sites.
[[nodiscard]] bool states_match(const Trial& trial);
[[nodiscard]] bool states_class(const Trial& trial);
[[nodiscard]] bool states_sites(const Trial& trial);
[[nodiscard]] bool is_class_right(const TrialSample& sample, const CompoundEvidence& best);
[[nodiscard]] bool are_sites_right(const TrialSample& sample, const CompoundEvidence& best);

// A weight a trial: one over the root of the number of trials of the same compound and kind, those
// with the compound in the library scaled to the prior's share of the whole.
[[nodiscard]] std::vector<double> trial_weights(const TrialSet& set,
                                                const std::vector<const Trial*>& trials,
                                                double prior);

// Which compound: fitted on trials whose compound reaches the tentative score, since below it no
// match is stated and records under a wrong key are common. Whether in the library: fitted on all
// of them. Deterministic.
[[nodiscard]] CalibrationModel fit_calibration(const TrialSet& set,
                                               const std::vector<const Trial*>& trials,
                                               const CalibrationFitSettings& settings);

}  // namespace basepeak::train
