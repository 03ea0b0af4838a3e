#include "tools/train/class_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "engine/identify/class_neighbours.h"
#include "engine/identify/site_ranker.h"
#include "engine/parallel.h"
#include "tools/train/logistic.h"
#include "tools/train/neighbour_fit.h"

namespace basepeak::train {

namespace {

constexpr std::size_t kRandomAlternatives = 60;
constexpr std::size_t kHardAlternatives = 60;
constexpr int kRounds = 3;
constexpr std::size_t kRanked = 300;

using Samples = std::vector<const ClassSample*>;

bool is_true(const std::vector<SiteHypothesis>& truth, const SiteHypothesis& hypothesis) {
  return std::find(truth.begin(), truth.end(), hypothesis) != truth.end();
}

std::vector<double> log_shares(const std::vector<SiteVariant>& variants,
                               const std::map<std::string, std::set<std::string>>& compounds) {
  constexpr double kPseudo = 0.3;
  double total = 0.0;
  std::vector<double> count(variants.size(), kPseudo);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const auto found = compounds.find(variants[i].formula);
    if (found != compounds.end()) count[i] += static_cast<double>(found->second.size());
    total += count[i];
  }
  for (double& c : count) c = std::log(c / total);
  return count;
}

SitePriors priors_of(const SiteTable& table, const Samples& samples) {
  std::array<std::map<std::string, std::set<std::string>>, 4> seen;
  for (const ClassSample* sample : samples) {
    if (!sample->sites) continue;
    seen[0][sample->sites->acyl].insert(sample->compound);
    seen[1][sample->sites->n_aryl].insert(sample->compound);
    seen[2][sample->sites->piperidine].insert(sample->compound);
    seen[3][sample->sites->n1_substituent].insert(sample->compound);
  }
  return {log_shares(table.acyl, seen[0]), log_shares(table.n_aryl, seen[1]),
          log_shares(table.piperidine, seen[2]), log_shares(table.n1_substituent, seen[3])};
}

struct Positive {
  const ClassSample* sample = nullptr;
  EiView view;
  std::vector<SiteHypothesis> truth;
};

double score_of(const EiView& view, const ClassModel& model, const SiteHypothesis& hypothesis) {
  std::vector<double> features(feature_count(model.ions.size()));
  class_features(view, model.table, model.ions, model.priors, hypothesis, features);
  return std::inner_product(features.begin(), features.end(), model.site_weights.begin(), 0.0);
}

const SiteHypothesis& best_truth(const Positive& positive, const ClassModel& model) {
  return *std::max_element(positive.truth.begin(), positive.truth.end(),
                           [&](const SiteHypothesis& a, const SiteHypothesis& b) {
                             return score_of(positive.view, model, a) <
                                    score_of(positive.view, model, b);
                           });
}

// Site weights: the choice of the right hypothesis among random, one-site-wrong and hard ones.
void fit_sites(const Samples& samples, ClassModel& model, const ClassFitSettings& settings) {
  const std::size_t width = feature_count(model.ions.size());
  model.priors = priors_of(model.table, samples);
  std::vector<double> centre(width, 0.0);
  for (std::size_t i = 0; i < model.ions.size(); ++i) centre[i * kPerIon] = 0.5;
  for (std::size_t g = 5; g < kQuickGeneralFeatures; ++g)
    centre[model.ions.size() * kPerIon + g] = 5.0;
  for (std::size_t g = kQuickGeneralFeatures; g < kGeneralFeatures; ++g) {
    centre[model.ions.size() * kPerIon + g] = -1.0;
  }
  model.site_weights = centre;

  std::vector<Positive> positives;
  for (const ClassSample* sample : samples) {
    if (!sample->sites) continue;
    auto truth = hypotheses_of(model.table, *sample->sites);
    if (!truth.empty()) positives.push_back({sample, EiView(sample->peaks), std::move(truth)});
  }
  std::vector<std::vector<SiteHypothesis>> wrong(positives.size());
  std::mt19937 random(20);
  for (std::size_t i = 0; i < positives.size(); ++i) {
    for (std::size_t k = 0; k < kRandomAlternatives; ++k) {
      const auto& drawn = model.table.hypotheses[random() % model.table.hypotheses.size()];
      if (!is_true(positives[i].truth, drawn)) wrong[i].push_back(drawn);
    }
  }
  for (int round = 0; round < kRounds; ++round) {
    std::vector<ChoiceGroup> groups(positives.size());
    parallel_for(positives.size(), settings.threads, [&](std::size_t i) {
      const Positive& positive = positives[i];
      for (const ScoredHypothesis& hard :
           rank_hypotheses(positive.view, model, kHardAlternatives).best) {
        if (!is_true(positive.truth, hard.hypothesis) && !is_true(wrong[i], hard.hypothesis)) {
          wrong[i].push_back(hard.hypothesis);
        }
      }
      std::vector<double> features(width);
      const auto add = [&](const SiteHypothesis& hypothesis) {
        class_features(positive.view, model.table, model.ions, model.priors, hypothesis, features);
        groups[i].features.insert(groups[i].features.end(), features.begin(), features.end());
        ++groups[i].alternatives;
      };
      add(best_truth(positive, model));
      for (const SiteHypothesis& hypothesis : wrong[i]) add(hypothesis);
      groups[i].weight = positive.sample->weight;
    });
    model.site_weights =
        fit_choices(groups, width, settings.site_penalty, model.site_weights, centre);
  }
}

// What a ranker that has not seen a sample's compound says of it.
struct Unseen {
  const ClassSample* sample = nullptr;
  std::vector<double> features;
  std::vector<double> scores;  // of the ranked hypotheses
  std::vector<bool> is_right;  // parallel to the scores
};

Unseen unseen(const ClassSample& sample, const ClassModel& model) {
  Unseen result{&sample, {}, {}, {}};
  const EiView view(sample.peaks);
  const RankedHypotheses ranked = rank_hypotheses(view, model, sample.sites ? kRanked : 1);
  result.features = detection_features(view, ranked, model);
  if (!sample.sites) return result;
  const auto truth = hypotheses_of(model.table, *sample.sites);
  for (const ScoredHypothesis& scored : ranked.best) {
    result.scores.push_back(scored.score);
    result.is_right.push_back(is_true(truth, scored.hypothesis));
  }
  return result;
}

double fit_sharpness(const std::vector<Unseen>& all) {
  double best = 1.0;
  double best_loss = 1e300;
  for (double sharpness = 0.2; sharpness <= 2.0; sharpness += 0.05) {
    double loss = 0.0;
    for (const Unseen& one : all) {
      if (one.scores.empty()) continue;
      double sum = 0.0;
      double right = 0.0;
      for (std::size_t i = 0; i < one.scores.size(); ++i) {
        const double e = std::exp(sharpness * (one.scores[i] - one.scores[0]));
        sum += e;
        if (one.is_right[i]) right += e;
      }
      loss -= one.sample->weight * std::log(std::max(1e-4, right / sum));
    }
    if (loss < best_loss) {
      best_loss = loss;
      best = sharpness;
    }
  }
  return best;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// Returns the logit of each sample by weights that have not seen its compound.
std::vector<double> fit_detection(const std::vector<Unseen>& all, ClassModel& model,
                                  const ClassFitSettings& settings) {
  const auto fit = [&](std::size_t left_out) {
    std::vector<std::vector<double>> rows;
    std::vector<bool> positive;
    std::vector<double> weights;
    for (const Unseen& one : all) {
      if (fold_of(one.sample->compound, settings.inner_folds, settings.seed + "detection") ==
          left_out) {
        continue;
      }
      rows.push_back(one.features);
      positive.push_back(one.sample->sites.has_value());
      weights.push_back(one.sample->weight);
    }
    return fit_logistic(rows, positive, weights, settings.class_penalty);
  };
  model.class_weights = fit(settings.inner_folds);

  std::vector<std::vector<double>> scores;
  std::vector<std::size_t> place;  // in `all`, parallel to the scores
  std::vector<bool> positive;
  std::vector<double> weights;
  for (std::size_t fold = 0; fold < settings.inner_folds; ++fold) {
    const std::vector<double> partial = fit(fold);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Unseen& one = all[i];
      if (fold_of(one.sample->compound, settings.inner_folds, settings.seed + "detection") !=
          fold) {
        continue;
      }
      place.push_back(i);
      scores.push_back({1.0, dot(one.features, partial)});
      positive.push_back(one.sample->sites.has_value());
      weights.push_back(one.sample->weight);
    }
  }
  const std::vector<double> platt = fit_logistic(scores, positive, weights, 1e-3);
  model.class_offset = platt[0];
  model.class_slope = platt[1];
  std::vector<double> negatives;
  std::vector<double> positives;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    (positive[i] ? positives : negatives)
        .push_back(1.0 / (1.0 + std::exp(-platt[0] - platt[1] * scores[i][1])));
  }
  std::sort(negatives.rbegin(), negatives.rend());
  const auto allowed =
      static_cast<std::size_t>(settings.false_alarm_share * static_cast<double>(negatives.size()));
  model.call_threshold = std::max(0.5, negatives[allowed] + 1e-6);
  const auto above = [&](const std::vector<double>& list) {
    return std::to_string(std::count_if(list.begin(), list.end(),
                                        [&](double p) { return p >= model.call_threshold; })) +
           " of " + std::to_string(list.size());
  };
  model.facts.push_back("called in the inner folds that the threshold was chosen on: class " +
                        above(positives) + ", everything else " + above(negatives));
  std::vector<double> logits(all.size());
  for (std::size_t i = 0; i < place.size(); ++i) {
    logits[place[i]] = platt[0] + platt[1] * scores[i][1];
  }
  return logits;
}

}  // namespace

ClassModel fit_class_model(const std::vector<const ClassSample*>& samples,
                           std::string_view site_table, std::string_view ion_table,
                           const ClassFitSettings& settings) {
  ClassModel model;
  model.table = SiteTable::parse(site_table);
  model.ions = parse_ions(ion_table);
  Samples used;
  std::copy_if(samples.begin(), samples.end(), std::back_inserter(used),
               [](const ClassSample* sample) { return !sample->is_neutral(); });

  std::vector<Unseen> all(used.size());
  std::vector<ClassModel> partials(settings.inner_folds, model);
  const auto inner_fold = [&](std::size_t i) {
    return fold_of(used[i]->compound, settings.inner_folds, settings.seed);
  };
  for (std::size_t fold = 0; fold < settings.inner_folds; ++fold) {
    Samples others;
    std::vector<std::size_t> held_out;
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (inner_fold(i) == fold) {
        held_out.push_back(i);
      } else {
        others.push_back(used[i]);
      }
    }
    fit_sites(others, partials[fold], settings);
    parallel_for(held_out.size(), settings.threads, [&](std::size_t k) {
      all[held_out[k]] = unseen(*used[held_out[k]], partials[fold]);
    });
  }
  fit_sites(used, model, settings);
  model.site_sharpness = fit_sharpness(all);
  const std::vector<double> logits = fit_detection(all, model, settings);

  const ClassNeighbours neighbours = neighbours_of_samples(used, model.table, model.ions);
  model.neighbours.compounds = static_cast<double>(neighbours.compounds);
  for (ClassModel& partial : partials) partial.site_sharpness = model.site_sharpness;
  std::vector<std::size_t> looked_at;  // at or above the gate
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (1.0 / (1.0 + std::exp(-logits[i])) >= model.neighbours.gate) looked_at.push_back(i);
  }
  std::vector<SampleBeside> besides(looked_at.size());
  parallel_for(looked_at.size(), settings.threads, [&](std::size_t k) {
    const std::size_t i = looked_at[k];
    besides[k] = beside(*used[i], logits[i], partials[inner_fold(i)], neighbours);
  });
  const auto others = std::count_if(used.begin(), used.end(),
                                    [](const ClassSample* sample) { return !sample->sites; });
  fit_neighbours(besides, static_cast<std::size_t>(others), settings, model);
  return model;
}

}  // namespace basepeak::train
