#include "tools/train/ms2_calibration_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include "engine/error.h"
#include "engine/method.h"
#include "engine/sha256.h"
#include "tools/train/class_samples.h"
#include "tools/train/logistic.h"

namespace basepeak::train {

namespace {

// Families whose licences allow a fitted model in the project.
bool is_fitted(const Ms2Trial& trial) {
  return trial.family == "open" || trial.family == "sharealike";
}

ChoiceGroup choice_of(const Ms2Trial& trial, double weight) {
  ChoiceGroup group;
  group.weight = weight;
  const auto add = [&](const Ms2Evidence& e) {
    for (const double value : ms2_evidence_features(e)) {
      group.features.push_back(static_cast<float>(value));
    }
    ++group.alternatives;
  };
  add(trial.evidence[*trial.truth]);
  for (std::size_t i = 0; i < trial.evidence.size(); ++i) {
    if (i != *trial.truth) add(trial.evidence[i]);
  }
  return group;
}

// A compound of many spectra weighs the root of their number; with and without the compound in the
// library each have half of the weight.
std::vector<double> weights_of(const std::vector<const Ms2Trial*>& trials) {
  std::map<std::pair<std::string, Withheld>, double> count;
  for (const Ms2Trial* trial : trials) count[{trial->compound, trial->withheld}] += 1.0;
  std::vector<double> weights;
  double with = 0.0;
  double without = 0.0;
  for (const Ms2Trial* trial : trials) {
    weights.push_back(1.0 / std::sqrt(count[{trial->compound, trial->withheld}]));
    (holds_compound(trial->withheld) ? with : without) += weights.back();
  }
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (!holds_compound(trials[i]->withheld) && without > 0.0) weights[i] *= with / without;
  }
  return weights;
}

void state_facts(const std::vector<const Ms2Trial*>& used, const Library& library,
                 const std::string& seed, Ms2CalibrationModel& model) {
  std::set<std::string> compounds, accessions, laboratories, with;
  std::size_t searches_with = 0;
  for (const Ms2Trial* trial : used) {
    compounds.insert(trial->compound);
    accessions.insert(trial->accession);
    laboratories.insert(trial->laboratory);
    if (!holds_compound(trial->withheld)) continue;
    ++searches_with;
    with.insert(trial->compound);
  }
  Sha256 hash;
  for (const std::string& accession : accessions) {
    const std::string row = accession + "\n";
    hash.add(std::as_bytes(std::span(row.data(), row.size())));
  }
  model.compounds = static_cast<double>(compounds.size());
  model.spectra = static_cast<double>(accessions.size());
  model.calibrated_on =
      "ESI MS/MS spectra of " + std::to_string(laboratories.size()) +
      " laboratories (MassBank-data 2025.05.1), searched within 10 mDa of the precursor among " +
      std::to_string(library.size()) +
      " records that others measured, half of the weight with the compound there and half with it "
      "withheld";
  model.facts = {
      "library: " + std::to_string(library.size()) + " records, checksum " + library.checksum(),
      "searches with the compound in the library by another laboratory: " +
          std::to_string(searches_with) + " of " + std::to_string(with.size()) + " compounds",
      "searches with the compound withheld: " + std::to_string(used.size() - searches_with),
      "accessions of the queries, SHA-256: " + hash.finish_hex(), "seed of the folds: " + seed};
}

std::string reliability_rows(const char* level, const std::vector<Stated>& statements) {
  const Reliability r = reliability_of(statements);
  std::array<char, 300> line{};
  std::snprintf(line.data(), line.size(),
                "%-36s n %6zu  ECE %.4f  chance %.4f  Brier %.4f  log loss %.4f  Cllr %.3f  0.99 "
                "and more: %zu wrong of %zu (%.4f to %.4f)\n",
                level, r.count, r.calibration_error, r.chance_error, r.brier, r.log_loss, r.cllr,
                r.sure_wrong, r.sure, r.sure_wrong_interval.low, r.sure_wrong_interval.high);
  std::string text = line.data();
  for (const auto& bin : r.bins) {
    if (bin.count == 0) continue;
    std::snprintf(line.data(), line.size(), "    stated %.3f found %.3f n %zu\n", bin.stated,
                  bin.found, bin.count);
    text += line.data();
  }
  return text;
}

std::string group_rows(const std::vector<Ms2CalibrationOutcome>& outcomes) {
  std::string text;
  for (const Withheld withheld : {Withheld::laboratory, Withheld::own_records}) {
    std::size_t n = 0, in_group = 0, first = 0;
    double size = 0.0;
    std::set<std::string> compounds;
    for (const Ms2CalibrationOutcome& o : outcomes) {
      if (o.trial->withheld != withheld) continue;
      ++n;
      compounds.insert(o.trial->compound);
      in_group += o.group.is_true ? 1U : 0U;
      first += o.is_first_right ? 1U : 0U;
      size += static_cast<double>(o.group_size);
    }
    const Interval interval = exact_interval(in_group, n);
    std::array<char, 240> line{};
    std::snprintf(
        line.data(), line.size(),
        "%s: %zu queries of %zu compounds, in the group %.1f %% (%.1f to %.1f), best match "
        "%.1f %%, mean size %.2f\n",
        name(withheld), n, compounds.size(), 100.0 * double(in_group) / double(n),
        100.0 * interval.low, 100.0 * interval.high, 100.0 * double(first) / double(n),
        size / double(n));
    text += line.data();
  }
  return text;
}

std::string report_of(const std::vector<Ms2CalibrationOutcome>& outcomes) {
  const double stated_from = Method().conclusion.ms2_compound_score;
  std::vector<Stated> group, candidate, matched;
  std::size_t false_matches = 0;
  std::size_t entrapments = 0;
  for (const Ms2CalibrationOutcome& o : outcomes) {
    group.push_back(o.group);
    candidate.push_back(o.candidate);
    if (o.is_match) matched.push_back(o.group);
    if (holds_compound(o.trial->withheld)) continue;
    ++entrapments;
    false_matches += o.is_match ? 1U : 0U;
  }
  std::array<char, 160> line{};
  std::snprintf(line.data(), line.size(),
                "entrapment: %zu of %zu searches without the compound match at the limit of %.2f\n",
                false_matches, entrapments, stated_from);
  return group_rows(outcomes) + line.data() + reliability_rows("compound in the group", group) +
         reliability_rows("the same, match stated", matched) +
         reliability_rows("likeliest candidate", candidate);
}

}  // namespace

Ms2CalibrationModel fit_ms2_calibration(const std::vector<const Ms2Trial*>& trials,
                                        const Ms2CalibrationOptions& options) {
  Ms2CalibrationModel model;
  const std::vector<double> weights = weights_of(trials);
  std::vector<ChoiceGroup> choices;
  std::vector<std::vector<double>> rows;
  std::vector<bool> is_present;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (holds_compound(trials[i]->withheld) && trials[i]->truth) {
      choices.push_back(choice_of(*trials[i], weights[i]));
    }
  }
  const std::vector<double> none(kMs2EvidenceFeatures, 0.0);
  const auto choice =
      fit_choices(choices, kMs2EvidenceFeatures, options.choice_penalty, none, none);
  std::copy(choice.begin(), choice.end(), model.choice.begin());
  for (const Ms2Trial* trial : trials) {
    const auto features = ms2_presence_features(
        trial->evidence, ms2_choice_shares(trial->evidence, model), trial->facts);
    rows.emplace_back(features.begin(), features.end());
    is_present.push_back(holds_compound(trial->withheld) && trial->truth.has_value());
  }
  const auto presence = fit_logistic(rows, is_present, weights, options.presence_penalty);
  std::copy(presence.begin(), presence.end(), model.presence.begin());
  return model;
}

std::vector<Ms2CalibrationOutcome> cross_validate_ms2_calibration(
    const std::vector<Ms2Trial>& trials, const Ms2CalibrationOptions& options) {
  const double stated_from = Method().conclusion.ms2_compound_score;
  std::vector<Ms2CalibrationOutcome> outcomes;
  for (std::size_t fold = 0; fold < options.folds; ++fold) {
    std::vector<const Ms2Trial*> train;
    std::vector<const Ms2Trial*> test;
    for (const Ms2Trial& trial : trials) {
      if (fold_of(trial.compound, options.folds, options.seed) == fold) {
        test.push_back(&trial);
      } else if (is_fitted(trial)) {
        train.push_back(&trial);
      }
    }
    const Ms2CalibrationModel model = fit_ms2_calibration(train, options);
    for (const Ms2Trial* trial : test) {
      const Calibrated answer = calibrate_ms2(trial->evidence, trial->facts, model.prior, model);
      const bool is_there = holds_compound(trial->withheld) && trial->truth.has_value();
      const auto likeliest = static_cast<std::size_t>(
          std::max_element(answer.share.begin(), answer.share.end()) - answer.share.begin());
      outcomes.push_back(
          {trial,
           {answer.group_probability,
            is_there && std::ranges::binary_search(answer.group, *trial->truth), 1.0},
           {answer.probability[likeliest], is_there && *trial->truth == likeliest, 1.0},
           answer.group.size(),
           is_there && *trial->truth == 0,
           trial->evidence.front().similarity >= stated_from});
    }
  }
  std::vector<const Ms2Trial*> all;
  for (const Ms2CalibrationOutcome& outcome : outcomes) all.push_back(outcome.trial);
  const std::vector<double> weights = weights_of(all);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    outcomes[i].group.weight = outcomes[i].candidate.weight = weights[i];
  }
  return outcomes;
}

std::string train_ms2_calibration(const Ms2CalibrationOptions& options) {
  const Library library = Library::open(options.library);
  const std::vector<Ms2Trial> trials = make_ms2_trials(library, options);
  std::string report;
  if (options.is_cross_validated)
    report += report_of(cross_validate_ms2_calibration(trials, options));
  std::vector<const Ms2Trial*> used;
  for (const Ms2Trial& trial : trials) {
    if (is_fitted(trial)) used.push_back(&trial);
  }
  Ms2CalibrationModel model = fit_ms2_calibration(used, options);
  state_facts(used, library, options.seed, model);
  if (!options.output.empty()) {
    std::ofstream file(options.output, std::ios::binary);
    file << write_ms2_calibration(model);
    if (!file.flush()) {
      throw Error(ErrorKind::input, options.output.string() + ": it cannot be written");
    }
  }
  for (const std::string& fact : model.facts) report += fact + "\n";
  return report;
}

}  // namespace basepeak::train
