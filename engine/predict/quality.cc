#include "engine/predict/quality.h"

#include <algorithm>
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

QualityFeatures quality_features(const EiEvidence& evidence, const std::vector<double>& stacked) {
  std::vector<double> similarities;
  for (const Analogue& analogue : evidence.analogues) similarities.push_back(analogue.similarity);
  const std::vector<double> weights = transfer_weights(similarities);
  double mean = 0.0;
  double agreement = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const auto roots = root_shares(evidence.analogues[k].transferred.intensity);
    mean += weights[k] * similarities[k];
    agreement += weights[k] * root_cosine(roots, evidence.transfer);
  }
  return {similarities.front(),
          mean,
          similarities.back(),
          agreement,
          root_cosine(evidence.transfer, evidence.generic),
          root_cosine(evidence.transfer, stacked)};
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
