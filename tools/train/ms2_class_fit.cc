#include "tools/train/ms2_class_fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/identify/model_text.h"
#include "engine/identify/recognition.h"
#include "engine/parallel.h"
#include "engine/sha256.h"
#include "tools/train/class_samples.h"
#include "tools/train/logistic.h"

namespace basepeak::train {

namespace {

constexpr double kWindowDa = 0.005;
constexpr double kPrecursorDa = 0.01;

double logit(double p) { return std::log(p / (1.0 - p)); }

std::vector<Ms2Hypothesis> ranked_of(const Ms2ClassSample& sample, const SiteTable& table,
                                     const Ms2ClassModel& model) {
  const Peaks& peaks = sample.query.peaks;
  const auto precursor = ms2_precursor(peaks, *sample.query.acquisition.precursor_mz);
  return rank_ms2(fragments_of(peaks, precursor->mz), precursor->mz,
                  {model.fragment_da, model.precursor_da + precursor->off_da}, table, model);
}

bool is_right(const ClassCall::Sites& answer, const FentanylSites& truth) {
  return answer.acyl == truth.acyl && answer.n_aryl == truth.n_aryl &&
         answer.piperidine == truth.piperidine && answer.n1_substituent == truth.n1_substituent;
}

void state_facts(const std::vector<Ms2Judged>& samples, Ms2ClassModel& model,
                 const SiteTable& table, const std::string& seed) {
  std::set<std::string> compounds;
  std::set<std::string> class_compounds;
  std::size_t of_class = 0;
  std::size_t others = 0;
  Sha256 hash;
  for (const Ms2Judged& judged : samples) {
    if (!judged.is_assessed) continue;
    const std::string row = judged.sample->accession + "\n";
    hash.add(std::as_bytes(std::span(row.data(), row.size())));
    compounds.insert(judged.sample->compound);
    if (judged.sample->sites) class_compounds.insert(judged.sample->compound);
    ++(judged.sample->sites ? of_class : others);
  }
  model.compounds = static_cast<double>(compounds.size());
  model.spectra = static_cast<double>(of_class + others);
  model.calibrated_on =
      "ESI MS/MS spectra of [M+H]+ (MassBank-data 2025.05.1): " + std::to_string(of_class) +
      " of " + std::to_string(class_compounds.size()) + " compounds of the class, " +
      std::to_string(others) + " of others; the class compounds are few";
  model.facts = {"class spectra: " + std::to_string(of_class) + " of " +
                     std::to_string(class_compounds.size()) + " compounds",
                 "other spectra: " + std::to_string(others) + " of " +
                     std::to_string(compounds.size() - class_compounds.size()) + " compounds",
                 "accessions, SHA-256: " + hash.finish_hex(),
                 "site table, SHA-256: " + table.sha256, "seed of the folds: " + seed};
}

}  // namespace

Ms2ClassModel unfitted_ms2_model(std::string_view ion_table, const Ms2ClassFitSettings& settings) {
  Ms2ClassModel model;
  model.ions = parse_ms2_ions(ion_table);
  const std::map<Ms2Group, double> weights = {{Ms2Group::piperidine, 2.0},
                                              {Ms2Group::substituent_lost, 1.0},
                                              {Ms2Group::n1_cation, 1.0},
                                              {Ms2Group::n1_methylene, 0.7},
                                              {Ms2Group::less_acyl, 1.0},
                                              {Ms2Group::amide_side, 0.7},
                                              {Ms2Group::anilide, 0.8},
                                              {Ms2Group::anilinium, 0.5},
                                              {Ms2Group::aniline_carbons, 0.9},
                                              {Ms2Group::acylium, 0.4},
                                              {Ms2Group::aryl, 0.4},
                                              {Ms2Group::n1_pieces, 0.2},
                                              {Ms2Group::ring, 0.3},
                                              {Ms2Group::other, 0.0}};
  for (const auto& [group, weight] : weights) model.group[static_cast<std::size_t>(group)] = weight;
  model.changed_site = 0.35;
  model.rare_site = 0.5;
  model.weights = {-8.0, 2.0, 2.0, -0.3};  // where the fit starts
  model.prior = settings.prior;
  model.call_threshold = 0.9;
  model.fragment_da = kWindowDa;
  model.precursor_da = kPrecursorDa;
  return model;
}

std::vector<Ms2Judged> sift(const std::vector<Ms2ClassSample>& samples, const SiteTable& table,
                            const Ms2ClassModel& unfitted, std::size_t threads) {
  std::vector<Ms2Judged> sifted(samples.size());
  parallel_for(samples.size(), threads, [&](std::size_t i) {
    sifted[i].sample = &samples[i];
    const Recognition found = recognise_ms2(samples[i].query, table, {}, unfitted);
    const bool is_refused =
        std::any_of(found.why.begin(), found.why.end(),
                    [](const std::string& why) { return why.starts_with("class not assessed"); });
    sifted[i].is_assessed = !is_refused;
    sifted[i].has_hypothesis = found.call.probability.has_value();
  });
  return sifted;
}

Ms2ClassModel fit_ms2_class(const std::vector<Ms2Judged>& samples, const SiteTable& table,
                            std::string_view ion_table, const Ms2ClassFitSettings& settings) {
  constexpr int kRounds = 3;
  Ms2ClassModel model = unfitted_ms2_model(ion_table, settings);
  std::vector<const Ms2ClassSample*> used;
  std::vector<bool> is_positive;
  double of_class = 0.0;
  double others = 0.0;
  for (const Ms2Judged& judged : samples) {
    if (!judged.is_assessed) continue;
    (judged.sample->sites ? of_class : others) += 1.0;
    if (!judged.has_hypothesis) continue;
    used.push_back(judged.sample);
    is_positive.push_back(judged.sample->sites.has_value());
  }
  const std::vector<double> weights(used.size(), 1.0);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::vector<double>> rows(used.size());
    parallel_for(used.size(), settings.threads, [&](std::size_t i) {
      const auto features = ranked_of(*used[i], table, model).front().features;
      rows[i].assign(features.begin(), features.end());
    });
    const auto fitted = fit_logistic(rows, is_positive, weights, settings.penalty);
    std::copy(fitted.begin(), fitted.end(), model.weights.begin());
  }
  model.weights[0] += logit(settings.prior) - std::log(of_class / others);
  model.largest_ratio = others / 3.0;
  state_facts(samples, model, table, settings.seed);
  return model;
}

std::vector<Ms2ClassOutcome> answer_ms2(const std::vector<Ms2Judged>& samples,
                                        const SiteTable& table, const Ms2ClassModel& model,
                                        std::size_t threads) {
  std::vector<Ms2ClassOutcome> outcomes(samples.size());
  parallel_for(samples.size(), threads, [&](std::size_t i) {
    outcomes[i].judged = samples[i];
    if (!samples[i].has_hypothesis) return;
    const Recognition found = recognise_ms2(samples[i].sample->query, table, {}, model);
    outcomes[i].probability = found.call.probability.value_or(0.0);
    outcomes[i].is_called = found.call.is_called;
    if (!samples[i].sample->sites) return;
    for (std::size_t r = 0; r < found.call.ranked_sites.size(); ++r) {
      if (is_right(found.call.ranked_sites[r], *samples[i].sample->sites)) {
        outcomes[i].rank = r + 1;
        break;
      }
    }
  });
  return outcomes;
}

std::vector<Ms2ClassOutcome> cross_validate_ms2(const std::vector<Ms2Judged>& samples,
                                                const std::vector<std::string>& fitted,
                                                const SiteTable& table, std::string_view ion_table,
                                                const Ms2ClassFitSettings& settings) {
  std::map<std::string, std::size_t> fold_of_class;
  for (const Ms2Judged& judged : samples) {
    if (judged.sample->sites) fold_of_class.emplace(judged.sample->compound, 0);
  }
  std::size_t folds = 0;
  for (auto& [compound, fold] : fold_of_class) fold = folds++;
  std::vector<Ms2ClassOutcome> outcomes;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<Ms2Judged> train;
    std::vector<Ms2Judged> test;
    for (const Ms2Judged& judged : samples) {
      const auto own = fold_of_class.find(judged.sample->compound);
      const std::size_t its = own != fold_of_class.end()
                                  ? own->second
                                  : fold_of(judged.sample->compound, folds, settings.seed);
      if (its == fold) {
        test.push_back(judged);
      } else if (std::find(fitted.begin(), fitted.end(), judged.sample->family) != fitted.end()) {
        train.push_back(judged);
      }
    }
    const Ms2ClassModel model = fit_ms2_class(train, table, ion_table, settings);
    const auto answered = answer_ms2(test, table, model, settings.threads);
    outcomes.insert(outcomes.end(), answered.begin(), answered.end());
  }
  return outcomes;
}

}  // namespace basepeak::train
