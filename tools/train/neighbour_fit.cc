#include "tools/train/neighbour_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "tools/train/logistic.h"

namespace basepeak::train {

namespace {

constexpr std::size_t kRanked = 300;
constexpr double kSitePenalty = 0.3;
constexpr double kClassPenalty = 0.05;

using Chosen = std::function<bool(const SampleBeside&)>;

std::vector<double> site_centre() {
  std::vector<double> centre(kNeighbourSiteFeatures, 0.0);
  centre[0] = 0.7;
  for (std::size_t k = 0; k < NeighbourSupport::kDistances; ++k) centre[1 + 2 * k] = 1.0;
  return centre;
}

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// The choice of the right hypothesis among all others; of several right ones the likeliest.
std::vector<double> fit_sites(const std::vector<SampleBeside>& all, const Chosen& is_used) {
  const std::vector<double> centre = site_centre();
  std::vector<ChoiceGroup> groups;
  for (const SampleBeside& one : all) {
    if (!one.sample->sites || !is_used(one)) continue;
    std::optional<std::size_t> right;
    for (std::size_t h = 0; h < one.hypotheses.size(); ++h) {
      if (one.is_right[h] && (!right || dot(one.hypotheses[h].features, centre) >
                                            dot(one.hypotheses[*right].features, centre))) {
        right = h;
      }
    }
    if (!right) continue;
    ChoiceGroup group;
    group.weight = one.sample->weight;
    const auto add = [&](std::size_t h) {
      const NeighbourSiteFeatures& features = one.hypotheses[h].features;
      group.features.insert(group.features.end(), features.begin(), features.end());
      ++group.alternatives;
    };
    add(*right);
    for (std::size_t h = 0; h < one.hypotheses.size(); ++h) {
      if (!one.is_right[h]) add(h);
    }
    groups.push_back(std::move(group));
  }
  return fit_choices(groups, kNeighbourSiteFeatures, kSitePenalty, centre, centre);
}

}  // namespace

ClassNeighbours neighbours_of_samples(const std::vector<const ClassSample*>& samples,
                                      const SiteTable& table,
                                      const std::vector<IonTemplate>& ions) {
  ClassNeighbours neighbours;
  for (const ClassSample* sample : samples) {
    if (sample->sites) {
      neighbours.add(table, ions, sample->compound, *sample->sites, sample->peaks);
    }
  }
  return neighbours;
}

SampleBeside beside(const ClassSample& sample, double logit, const ClassModel& model,
                    const ClassNeighbours& neighbours) {
  SampleBeside result{&sample, logit, {}, {}, 0.0};
  const EiView view(sample.peaks);
  const NeighbourComparison comparison(view, neighbours, model.table, sample.compound);
  result.hypotheses =
      neighbour_hypotheses(view, rank_hypotheses(view, model, kRanked), model, comparison);
  result.nearest = comparison.nearest();
  std::vector<SiteHypothesis> truth;
  if (sample.sites) truth = hypotheses_of(model.table, *sample.sites);
  for (const NeighbourHypothesis& one : result.hypotheses) {
    result.is_right.push_back(std::find(truth.begin(), truth.end(), one.hypothesis) != truth.end());
  }
  return result;
}

void fit_neighbours(const std::vector<SampleBeside>& all, std::size_t other_count,
                    const ClassFitSettings& settings, ClassModel& model) {
  const std::size_t folds = settings.inner_folds;
  const auto fold = [&](const SampleBeside& one) {
    return fold_of(one.sample->compound, folds, settings.seed + "neighbours");
  };
  NeighbourModel& fitted = model.neighbours;
  fitted.site_weights = fit_sites(all, [](const SampleBeside&) { return true; });

  // A sample's features by site weights that have seen neither its fold nor `also_without`.
  const auto features_without = [&](std::size_t also_without) {
    std::vector<std::vector<double>> weights;
    for (std::size_t own = 0; own < folds; ++own) {
      weights.push_back(fit_sites(all, [&](const SampleBeside& one) {
        return fold(one) != own && fold(one) != also_without;
      }));
    }
    std::vector<std::vector<double>> features;
    for (const SampleBeside& one : all) {
      const RankedHypotheses ranked = rank_with_neighbours(one.hypotheses, weights[fold(one)]);
      const NeighbourClassFeatures f =
          neighbour_class_features(one.logit, one.hypotheses, ranked, one.nearest);
      features.emplace_back(f.begin(), f.end());
    }
    return features;
  };
  const auto fit_class = [&](const std::vector<std::vector<double>>& features,
                             std::size_t left_out) {
    std::vector<std::vector<double>> rows;
    std::vector<bool> is_positive;
    std::vector<double> weights;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (fold(all[i]) == left_out) continue;
      rows.push_back(features[i]);
      is_positive.push_back(all[i].sample->sites.has_value());
      weights.push_back(all[i].sample->weight);
    }
    return fit_logistic(rows, is_positive, weights, kClassPenalty);
  };
  fitted.class_weights = fit_class(features_without(folds), folds);

  std::vector<double> positives;
  std::vector<double> negatives;
  for (std::size_t out = 0; out < folds; ++out) {
    const auto features = features_without(out);
    const std::vector<double> weights = fit_class(features, out);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (fold(all[i]) != out) continue;
      const double probability = 1.0 / (1.0 + std::exp(-dot(features[i], weights)));
      (all[i].sample->sites ? positives : negatives).push_back(probability);
    }
  }
  std::sort(negatives.rbegin(), negatives.rend());
  const auto allowed =
      static_cast<std::size_t>(settings.false_alarm_share * static_cast<double>(other_count));
  fitted.call_threshold =
      allowed < negatives.size() ? std::max(0.5, negatives[allowed] + 1e-6) : 0.5;
  const auto above = [&](const std::vector<double>& list) {
    return std::to_string(std::count_if(list.begin(), list.end(),
                                        [&](double p) { return p >= fitted.call_threshold; }));
  };
  model.facts.push_back("with neighbours, called in inner folds: class " + above(positives) +
                        " of " + std::to_string(positives.size()) +
                        " at or above the gate, everything else " + above(negatives) + " of " +
                        std::to_string(negatives.size()) + " (" + std::to_string(other_count) +
                        " in all)");
}

}  // namespace basepeak::train
