#include "engine/identify/calibration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace basepeak {

namespace {

constexpr double kNear = 1.0;       // hundreds of match factor
constexpr double kSmallest = 0.01;  // of the base peak, of a peak that counts

double logit(double p) { return std::log(p / (1.0 - p)); }

double probability_of_odds(double logarithm) { return 1.0 / (1.0 + std::exp(-logarithm)); }

template <typename Holds>
double share_where(std::span<const CompoundEvidence> evidence, const Calibrated& answer,
                   const Holds& holds) {
  double share = 0.0;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    if (holds(evidence[i])) share += answer.share[i];
  }
  return share;
}

template <std::size_t N>
double product(const std::array<double, N>& a, const std::array<double, N>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

QueryFacts facts_of(const Peaks& peaks) {
  const double base = peaks.base_intensity();
  const double total = peaks.total();
  const auto count = std::count_if(peaks.intensity().begin(), peaks.intensity().end(),
                                   [&](float i) { return i > 0.0F && i >= kSmallest * base; });
  return {static_cast<double>(count), total > 0.0 ? base / total : 0.0};
}

std::vector<double> choice_shares(std::span<const CompoundEvidence> evidence,
                                  const CalibrationModel& model) {
  std::vector<double> shares;
  shares.reserve(evidence.size());
  for (const CompoundEvidence& e : evidence) shares.push_back(product(e.features, model.choice));
  const double highest = *std::max_element(shares.begin(), shares.end());
  for (double& share : shares) share = std::exp(share - highest);
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

std::array<double, kPresenceFeatures> presence_features(std::span<const CompoundEvidence> evidence,
                                                        std::span<const double> shares,
                                                        const QueryFacts& facts) {
  const auto likeliest = std::max_element(shares.begin(), shares.end()) - shares.begin();
  const CompoundEvidence& best = evidence[static_cast<std::size_t>(likeliest)];
  double near = 0.0;
  double near_isomers = 0.0;
  for (const CompoundEvidence& e : evidence) {
    if (e.identity() <= best.identity() - kNear && &e != &best) continue;
    near += 1.0;
    if (&e == &best || (!best.isomer_key.empty() && e.isomer_key == best.isomer_key)) {
      near_isomers += 1.0;
    }
  }
  const double identity = best.identity();
  return {1.0,
          identity,
          std::max(0.0, identity - 8.0),
          std::max(0.0, identity - 9.0),
          std::log(std::max(1.0, facts.peaks)),
          facts.base_share,
          std::log(near_isomers),
          std::log(near)};
}

double choose_group(Calibrated& answer, double coverage) {
  // The best match is always a member; the others by their shares until these suffice.
  std::vector<std::size_t> order(answer.share.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return answer.share[a] > answer.share[b]; });
  double covered = 0.0;
  bool holds_best = false;
  for (const std::size_t i : order) {
    if (covered >= coverage) break;
    answer.group.push_back(i);
    covered += answer.share[i];
    holds_best = holds_best || i == 0;
  }
  if (!holds_best) {
    answer.group.push_back(0);
    covered += answer.share[0];
  }
  std::sort(answer.group.begin(), answer.group.end());
  return std::min(1.0, covered);
}

void state_probabilities(Calibrated& answer, double in_library, double covered) {
  answer.in_library = in_library;
  for (const double share : answer.share) answer.probability.push_back(in_library * share);
  answer.group_probability = in_library * covered;
}

Calibrated calibrate(std::span<const CompoundEvidence> evidence, const QueryFacts& facts,
                     double prior, const CalibrationModel& model) {
  Calibrated answer;
  answer.share = choice_shares(evidence, model);
  const double covered = choose_group(answer, model.group_coverage);
  const auto features = presence_features(evidence, answer.share, facts);
  const double moved = logit(prior) - logit(model.prior);
  if (evidence.front().identity() >= model.stated_from) {
    const double in_group = probability_of_odds(product(features, model.stated) + moved);
    state_probabilities(answer, std::min(1.0, in_group / covered), covered);
  } else {
    state_probabilities(answer, probability_of_odds(product(features, model.presence) + moved),
                        covered);
  }
  return answer;
}

std::array<double, kStatementFeatures> statement_features(
    std::span<const CompoundEvidence> evidence, const Calibrated& answer, double share) {
  const double identity = evidence.front().identity();
  return {1.0, identity, std::max(0.0, identity - 8.0), answer.in_library, share};
}

double class_share(std::span<const CompoundEvidence> evidence, const Calibrated& answer) noexcept {
  return share_where(evidence, answer, [&](const CompoundEvidence& e) {
    return e.compound_class == evidence.front().compound_class;
  });
}

double key_share(std::span<const CompoundEvidence> evidence, const Calibrated& answer) noexcept {
  return share_where(evidence, answer, [&](const CompoundEvidence& e) {
    return e.isomer_key == evidence.front().isomer_key;
  });
}

double library_class_probability(std::span<const CompoundEvidence> evidence,
                                 const Calibrated& answer, const CalibrationModel& model) {
  return probability_of_odds(product(
      statement_features(evidence, answer, class_share(evidence, answer)), model.compound_class));
}

double library_site_probability(std::span<const CompoundEvidence> evidence,
                                const Calibrated& answer, const CalibrationModel& model) {
  const double share = key_share(evidence, answer);
  const double otherwise =
      probability_of_odds(product(statement_features(evidence, answer, share), model.sites));
  const double sites = answer.in_library * share + (1.0 - answer.in_library) * otherwise;
  // Right sites are a right class: the two regressions must not say otherwise.
  return std::min(sites, library_class_probability(evidence, answer, model));
}

double likelihood_ratio(double probability, double prior) noexcept {
  constexpr double kEdge = 1e-9;
  const double p = std::clamp(probability, kEdge, 1.0 - kEdge);
  return p / (1.0 - p) * (1.0 - prior) / prior;
}

}  // namespace basepeak
