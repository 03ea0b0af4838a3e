#include "tools/train/calibration_fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/method.h"
#include "tools/train/logistic.h"

namespace basepeak::train {

namespace {

// The compounds of a trial as a choice, the right one first.
ChoiceGroup choice_of(const Trial& trial, double weight) {
  ChoiceGroup group;
  group.weight = weight;
  const auto add = [&](const CompoundEvidence& e) {
    for (const double value : e.features) group.features.push_back(static_cast<float>(value));
    ++group.alternatives;
  };
  add(trial.evidence[*trial.truth]);
  for (std::size_t i = 0; i < trial.evidence.size(); ++i) {
    if (i != *trial.truth) add(trial.evidence[i]);
  }
  return group;
}

double tentative() { return Method().conclusion.ei_tentative_score / 100.0; }

// A logistic regression of whether a statement holds, on the trials that make it.
template <typename States, typename Share, typename Holds>
void fit_statement(const TrialSet& set, const std::vector<const Trial*>& trials,
                   const std::vector<double>& weights, double penalty,
                   const CalibrationModel& model, const States& states, const Share& share,
                   const Holds& holds, std::array<double, kStatementFeatures>& fitted) {
  std::vector<std::vector<double>> rows;
  std::vector<bool> is_true;
  std::vector<double> row_weights;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const Trial& trial = *trials[i];
    if (!states(trial)) continue;
    const Calibrated answer = calibrate(trial.evidence, trial.facts, model.prior, model);
    const auto features = statement_features(trial.evidence, answer, share(trial.evidence, answer));
    rows.emplace_back(features.begin(), features.end());
    is_true.push_back(holds(set.samples[trial.sample], trial.evidence.front()));
    row_weights.push_back(weights[i]);
  }
  if (rows.empty()) return;
  const auto result = fit_logistic(rows, is_true, row_weights, penalty);
  std::copy(result.begin(), result.end(), fitted.begin());
}

// Whether the compound is in the group of a stated match, on the trials that state one.
void fit_stated(const std::vector<const Trial*>& trials, const std::vector<double>& weights,
                const CalibrationFitSettings& settings, CalibrationModel& model) {
  model.stated_from = tentative();
  std::vector<std::vector<double>> rows;
  std::vector<bool> is_in_group;
  std::vector<double> row_weights;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const Trial& trial = *trials[i];
    if (!states_match(trial)) continue;
    Calibrated answer;
    answer.share = choice_shares(trial.evidence, model);
    static_cast<void>(choose_group(answer, model.group_coverage));
    auto features = presence_features(trial.evidence, answer.share, trial.facts);
    // From 700 to 800 the data has no slope that is one; the bends above say the rest.
    features[static_cast<std::size_t>(PresenceFeature::identity)] = 0.0;
    rows.emplace_back(features.begin(), features.end());
    is_in_group.push_back(holds_compound(trial.withheld) && trial.truth &&
                          std::ranges::binary_search(answer.group, *trial.truth));
    row_weights.push_back(weights[i]);
  }
  if (rows.empty()) return;
  const auto fitted = fit_logistic(rows, is_in_group, row_weights, settings.presence_penalty);
  std::copy(fitted.begin(), fitted.end(), model.stated.begin());
}

}  // namespace

bool is_class_right(const TrialSample& sample, const CompoundEvidence& best) {
  return sample.compound_class == best.compound_class;
}

bool are_sites_right(const TrialSample& sample, const CompoundEvidence& best) {
  return sample.isomer_key == best.isomer_key;
}

bool states_match(const Trial& trial) { return trial.evidence.front().identity() >= tentative(); }

bool states_class(const Trial& trial) {
  return states_match(trial) && !trial.evidence.front().compound_class.empty();
}

bool states_sites(const Trial& trial) {
  return states_match(trial) && trial.evidence.front().isomer_key.starts_with("acyl=");
}

std::vector<double> trial_weights(const TrialSet& set, const std::vector<const Trial*>& trials,
                                  double prior) {
  std::map<std::pair<std::string, Withheld>, double> count;
  for (const Trial* t : trials) count[{set.samples[t->sample].compound, t->withheld}] += 1.0;
  std::vector<double> weights;
  double with = 0.0;
  double without = 0.0;
  for (const Trial* t : trials) {
    weights.push_back(1.0 / std::sqrt(count[{set.samples[t->sample].compound, t->withheld}]));
    (holds_compound(t->withheld) ? with : without) += weights.back();
  }
  const double scale = with > 0.0 && without > 0.0 ? with / without * (1.0 - prior) / prior : 1.0;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (!holds_compound(trials[i]->withheld)) weights[i] *= scale;
  }
  return weights;
}

CalibrationModel fit_calibration(const TrialSet& set, const std::vector<const Trial*>& trials,
                                 const CalibrationFitSettings& settings) {
  CalibrationModel model;
  model.prior = settings.prior;
  model.group_coverage = settings.group_coverage;
  const std::vector<double> weights = trial_weights(set, trials, settings.prior);
  std::vector<ChoiceGroup> choices;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const Trial& trial = *trials[i];
    if (holds_compound(trial.withheld) && trial.truth &&
        trial.evidence[*trial.truth].identity() >= tentative()) {
      choices.push_back(choice_of(trial, weights[i]));
    }
  }
  const std::vector<double> none(kEvidenceFeatures, 0.0);
  const auto choice = fit_choices(choices, kEvidenceFeatures, settings.choice_penalty, none, none);
  std::copy(choice.begin(), choice.end(), model.choice.begin());

  std::vector<std::vector<double>> rows;
  std::vector<bool> is_present;
  for (const Trial* trial : trials) {
    const auto features =
        presence_features(trial->evidence, choice_shares(trial->evidence, model), trial->facts);
    rows.emplace_back(features.begin(), features.end());
    is_present.push_back(holds_compound(trial->withheld) && trial->truth.has_value());
  }
  const auto presence = fit_logistic(rows, is_present, weights, settings.presence_penalty);
  std::copy(presence.begin(), presence.end(), model.presence.begin());
  fit_stated(trials, weights, settings, model);

  fit_statement(set, trials, weights, settings.class_penalty, model, states_class, class_share,
                is_class_right, model.compound_class);
  // With the compound in the library its share says it; the regression is for the rest.
  const auto states_sites_without = [](const Trial& trial) {
    return states_sites(trial) && !holds_compound(trial.withheld);
  };
  fit_statement(set, trials, weights, settings.site_penalty, model, states_sites_without, key_share,
                are_sites_right, model.sites);
  return model;
}

}  // namespace basepeak::train
