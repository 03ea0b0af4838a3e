#include "engine/predict/quality.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace basepeak {

double root_cosine(const std::vector<double>& a, const std::vector<double>& b) noexcept {
  double product = 0.0;
  double of_a = 0.0;
  double of_b = 0.0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) product += a[i] * b[i];
  for (const double x : a) of_a += x * x;
  for (const double x : b) of_b += x * x;
  return of_a > 0.0 && of_b > 0.0 ? product / std::sqrt(of_a * of_b) : 0.0;
}

namespace {

// What a single analogue says of itself being right: nobody else agrees.
constexpr double kAgreementOfOne = 0.6;
constexpr double kStepToNone = 0.2;  // how much less similar an analogue that is missing counts

struct Agreement {
  double with_all = 0.0;
  double of_pairs = kAgreementOfOne;
  double of_first_two = kAgreementOfOne;
};

Agreement agreement_of(const EiEvidence& evidence, const std::vector<double>& weights) {
  std::vector<std::vector<double>> roots;
  for (const Analogue& analogue : evidence.analogues)
    roots.push_back(root_shares(analogue.transferred.intensity));
  Agreement found;
  double pairs = 0.0;
  double weight = 0.0;
  for (std::size_t k = 0; k < roots.size(); ++k) {
    found.with_all += weights[k] * root_cosine(roots[k], evidence.transfer);
    for (std::size_t l = 0; l < k; ++l) {
      pairs += weights[k] * weights[l] * root_cosine(roots[k], roots[l]);
      weight += weights[k] * weights[l];
    }
  }
  if (weight > 0.0) found.of_pairs = pairs / weight;
  if (roots.size() > 1) found.of_first_two = root_cosine(roots[0], roots[1]);
  return found;
}

// Share of the roots of intensity that lies on ions whose atoms the analogues have.
double known_share_of(const EiEvidence& evidence, const std::vector<double>& weights) {
  const TransferredEi& all = evidence.transferred;
  double known = 0.0;
  double total = 0.0;
  for (std::size_t m = 0; m < all.intensity.size(); ++m) {
    if (all.intensity[m] <= 0.0) continue;
    const double root = std::sqrt(all.intensity[m]);
    total += root;
    for (std::size_t k = 0; k < weights.size(); ++k)
      known +=
          root * weights[k] * known_share(evidence.analogues[k].transferred, all.largest[m].atoms);
  }
  return total > 0.0 ? known / total : 0.0;
}

struct Shape {
  double entropy = 0.0;
  double mean_mz = 0.0;
};

Shape shape_of(const std::vector<double>& roots) {
  double total = 0.0;
  for (const double root : roots) total += root * root;
  Shape shape;
  for (std::size_t m = 0; m < roots.size() && total > 0.0; ++m) {
    const double share = roots[m] * roots[m] / total;
    if (share > 0.0) shape.entropy -= share * std::log(share);
    shape.mean_mz += share * static_cast<double>(m);
  }
  return shape;
}

}  // namespace

QualityFeatures quality_features(const EiEvidence& evidence, const std::vector<double>& stacked) {
  std::vector<double> similarities;
  for (const Analogue& analogue : evidence.analogues) similarities.push_back(analogue.similarity);
  const std::vector<double> weights = transfer_weights(similarities);
  double mean = 0.0;
  double places = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    mean += weights[k] * similarities[k];
    places += weights[k] * static_cast<double>(evidence.analogues[k].places_of_other_kinds);
  }
  const Agreement agreement = agreement_of(evidence, weights);
  const Shape shape = shape_of(stacked);
  const auto atoms = static_cast<double>(evidence.atoms);
  const auto share = [&](AtomMask mask) { return std::popcount(mask) / atoms; };
  const auto mass = static_cast<double>(evidence.transfer.size() - 1);
  return {similarities.front(),
          similarities.size() > 1 ? similarities[1] : similarities.front() - kStepToNone,
          similarities.back(),
          mean,
          static_cast<double>(similarities.size()),
          places,
          agreement.with_all,
          agreement.of_pairs,
          agreement.of_first_two,
          known_share_of(evidence, weights),
          share(evidence.transferred.alike),
          share(evidence.analogues.front().transferred.alike),
          root_cosine(evidence.transfer, evidence.generic),
          root_cosine(evidence.transfer, stacked),
          root_cosine(evidence.generic, stacked),
          shape.entropy,
          shape.mean_mz / mass,
          *std::max_element(evidence.generic.begin(), evidence.generic.end())};
}

double QualityModel::expected(std::span<const double> features) const noexcept {
  double value = coefficients.back();
  for (std::size_t i = 0; i < features.size(); ++i) value += coefficients[i] * features[i];
  return std::clamp(value, 0.0, 1.0);
}

char grade_of(double expected) noexcept {
  if (expected >= 0.90) return 'A';
  if (expected >= 0.85) return 'B';
  return expected >= 0.75 ? 'C' : 'D';
}

}  // namespace basepeak
