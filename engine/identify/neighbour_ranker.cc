#include "engine/identify/neighbour_ranker.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace basepeak {

namespace {

// 0 for nothing alike, 4.6 for the same: near 1 small differences count.
double closeness(double cosine) { return -std::log(1.01 - std::clamp(cosine, 0.0, 1.0)); }

double score_by_ions(const EiView& view, const ClassModel& model,
                     const SiteHypothesis& hypothesis) {
  std::vector<double> features(feature_count(model.ions.size()));
  class_features(view, model.table, model.ions, model.priors, hypothesis, features);
  return std::inner_product(features.begin(), features.end(), model.site_weights.begin(), 0.0);
}

double best_closeness(const NeighbourSiteFeatures& features) {
  double best = 0.0;
  for (std::size_t k = 0; k < NeighbourSupport::kDistances; ++k) {
    best = std::max(best, features[1 + 2 * k]);
  }
  return best;
}

}  // namespace

std::string_view neighbour_site_name(std::size_t feature) {
  static constexpr std::array<std::string_view, kNeighbourSiteFeatures> kNames = {
      "score by the ions",      "closeness, same sites",  "a record of the same sites",
      "closeness, one site",    "a record one site away", "closeness, two sites",
      "a record two sites away"};
  return kNames.at(feature);
}

std::string_view neighbour_class_name(std::size_t feature) {
  static constexpr std::array<std::string_view, kNeighbourClassFeatures> kNames = {
      "constant",
      "logit by the ions",
      "closeness, best of all hypotheses",
      "closeness, best hypothesis",
      "closeness, nearest record of the class",
      "score of the best hypothesis"};
  return kNames.at(feature);
}

std::vector<NeighbourHypothesis> neighbour_hypotheses(const EiView& view,
                                                      const RankedHypotheses& by_ions,
                                                      const ClassModel& model,
                                                      const NeighbourComparison& comparison) {
  std::vector<NeighbourHypothesis> all;
  const auto add = [&](const SiteHypothesis& hypothesis, double score) {
    NeighbourHypothesis made{hypothesis, {}};
    made.features[0] = model.site_sharpness * score;
    const NeighbourSupport support = comparison.support(hypothesis);
    for (std::size_t k = 0; k < NeighbourSupport::kDistances; ++k) {
      if (!support.by_distance[k]) continue;
      made.features[1 + 2 * k] = closeness(*support.by_distance[k]);
      made.features[2 + 2 * k] = 1.0;
    }
    all.push_back(made);
  };
  for (const ScoredHypothesis& scored : by_ions.best) add(scored.hypothesis, scored.score);
  const std::size_t by_score = all.size();
  for (const SiteHypothesis& sites : comparison.member_sites()) {
    const bool is_known =
        std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(by_score),
                    [&](const NeighbourHypothesis& one) { return one.hypothesis == sites; });
    if (!is_known) add(sites, score_by_ions(view, model, sites));
  }
  return all;
}

RankedHypotheses rank_with_neighbours(const std::vector<NeighbourHypothesis>& hypotheses,
                                      std::span<const double> weights) {
  RankedHypotheses ranked;
  for (const NeighbourHypothesis& one : hypotheses) {
    ranked.best.push_back(
        {one.hypothesis,
         std::inner_product(one.features.begin(), one.features.end(), weights.begin(), 0.0)});
  }
  std::stable_sort(
      ranked.best.begin(), ranked.best.end(),
      [](const ScoredHypothesis& a, const ScoredHypothesis& b) { return a.score > b.score; });
  double sum = 0.0;
  for (const ScoredHypothesis& one : ranked.best) {
    sum += std::exp(one.score - ranked.best.front().score);
  }
  if (!ranked.best.empty()) ranked.log_sum = ranked.best.front().score + std::log(sum);
  return ranked;
}

NeighbourClassFeatures neighbour_class_features(double logit,
                                                const std::vector<NeighbourHypothesis>& hypotheses,
                                                const RankedHypotheses& ranked, double nearest) {
  double best_of_all = 0.0;
  double best_hypothesis = 0.0;
  for (const NeighbourHypothesis& one : hypotheses) {
    best_of_all = std::max(best_of_all, best_closeness(one.features));
    if (one.hypothesis == ranked.best.front().hypothesis) {
      best_hypothesis = best_closeness(one.features);
    }
  }
  return {1.0,
          std::clamp(logit, -15.0, 15.0) / 5.0,
          best_of_all,
          best_hypothesis,
          closeness(nearest),
          ranked.best.front().score / 10.0};
}

}  // namespace basepeak
