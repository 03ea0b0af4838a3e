#include "tools/train/calibration_evaluation.h"

#include <algorithm>
#include <set>

#include "tools/train/class_samples.h"

namespace basepeak::train {

namespace {

CalibrationOutcome outcome_of(const TrialSample& sample, const Trial& trial,
                              const CalibrationModel& model) {
  const Calibrated answer = calibrate(trial.evidence, trial.facts, model.prior, model);
  const bool is_there = holds_compound(trial.withheld) && trial.truth.has_value();
  const auto likeliest = static_cast<std::size_t>(
      std::max_element(answer.share.begin(), answer.share.end()) - answer.share.begin());
  CalibrationOutcome outcome;
  outcome.trial = &trial;
  outcome.is_first_right = is_there && *trial.truth == 0;
  outcome.group_size = answer.group.size();
  outcome.group = {answer.group_probability,
                   is_there && std::ranges::binary_search(answer.group, *trial.truth), 1.0};
  outcome.candidate = {answer.probability[likeliest], is_there && *trial.truth == likeliest, 1.0};
  const CompoundEvidence& best = trial.evidence.front();
  if (states_class(trial)) {
    outcome.compound_class = {library_class_probability(trial.evidence, answer, model),
                              is_class_right(sample, best), 1.0};
  }
  if (states_sites(trial)) {
    outcome.sites = {library_site_probability(trial.evidence, answer, model),
                     are_sites_right(sample, best), 1.0};
  }
  return outcome;
}

}  // namespace

std::vector<CalibrationOutcome> cross_validate(const TrialSet& set,
                                               const std::vector<std::string>& fitted,
                                               const CalibrationFitSettings& settings,
                                               std::size_t folds) {
  std::vector<CalibrationOutcome> outcomes;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<const Trial*> train;
    std::vector<const Trial*> test;
    for (const Trial& trial : set.trials) {
      const TrialSample& sample = set.samples[trial.sample];
      if (fold_of(sample.compound, folds, settings.seed) == fold) {
        test.push_back(&trial);
      } else if (std::ranges::find(fitted, sample.family) != fitted.end()) {
        train.push_back(&trial);
      }
    }
    const CalibrationModel model = fit_calibration(set, train, settings);
    for (const Trial* trial : test) {
      outcomes.push_back(outcome_of(set.samples[trial->sample], *trial, model));
    }
  }
  std::vector<const Trial*> all;
  for (const auto& outcome : outcomes) all.push_back(outcome.trial);
  const std::vector<double> weights = trial_weights(set, all, settings.prior);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    outcomes[i].weight = weights[i];
    outcomes[i].group.weight = weights[i];
    outcomes[i].candidate.weight = weights[i];
    if (outcomes[i].compound_class) outcomes[i].compound_class->weight = weights[i];
    if (outcomes[i].sites) outcomes[i].sites->weight = weights[i];
  }
  return outcomes;
}

GroupRank group_rank(const TrialSet& set, const std::vector<CalibrationOutcome>& outcomes,
                     const std::function<bool(const TrialSample&, const Trial&)>& wanted) {
  GroupRank rank;
  std::set<std::string> compounds;
  for (const auto& outcome : outcomes) {
    const TrialSample& sample = set.samples[outcome.trial->sample];
    if (!wanted(sample, *outcome.trial)) continue;
    ++rank.trials;
    compounds.insert(sample.compound);
    if (outcome.group.is_true) ++rank.in_group;
    if (outcome.is_first_right) ++rank.first;
    rank.mean_size += static_cast<double>(outcome.group_size);
  }
  rank.compounds = compounds.size();
  if (rank.trials > 0) rank.mean_size /= static_cast<double>(rank.trials);
  return rank;
}

}  // namespace basepeak::train
