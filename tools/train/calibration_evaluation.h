#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tools/train/calibration_fit.h"
#include "tools/train/reliability.h"

namespace basepeak::train {

// What a calibration that has not seen a trial's compound answered.
struct CalibrationOutcome {
  const Trial* trial = nullptr;
  double weight = 1.0;          // trial_weights over all outcomes
  bool is_first_right = false;  // the best match is the compound
  std::size_t group_size = 0;
  Stated group;                          // the compound is one of the reported group
  Stated candidate;                      // the compound is the likeliest candidate
  std::optional<Stated> compound_class;  // it is of the best match's class, where that is stated
  std::optional<Stated> sites;           // it has the best match's sites, where these are stated
};

// Folds by compound. Trials of samples of the families in `fitted` train, all are answered.
[[nodiscard]] std::vector<CalibrationOutcome> cross_validate(const TrialSet& set,
                                                             const std::vector<std::string>& fitted,
                                                             const CalibrationFitSettings& settings,
                                                             std::size_t folds);

// How often the compound lies in the first reported group.
struct GroupRank {
  std::size_t trials = 0, compounds = 0;
  std::size_t in_group = 0, first = 0;  // first: the best match is the compound
  double mean_size = 0.0;
};
[[nodiscard]] GroupRank group_rank(
    const TrialSet& set, const std::vector<CalibrationOutcome>& outcomes,
    const std::function<bool(const TrialSample&, const Trial&)>& wanted);

}  // namespace basepeak::train
