#include "tools/train/reliability.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace basepeak::train {

Reliability reliability_of(const std::vector<Stated>& statements) {
  constexpr double kEdge = 1e-9;
  constexpr double kSure = 0.99;
  Reliability r;
  r.count = statements.size();
  double total = 0.0;
  double trues = 0.0;
  for (const Stated& s : statements) {
    total += s.weight;
    if (s.is_true) trues += s.weight;
  }
  if (total <= 0.0) return r;
  const double prior_odds = trues / (total - trues);
  std::array<double, kReliabilityBins> variance{};
  double cllr_true = 0.0;
  double cllr_false = 0.0;
  for (const Stated& s : statements) {
    const double p = std::clamp(s.probability, kEdge, 1.0 - kEdge);
    const double y = s.is_true ? 1.0 : 0.0;
    const auto tenth = std::min(
        kReliabilityBins - 1, static_cast<std::size_t>(p * static_cast<double>(kReliabilityBins)));
    variance[tenth] += s.weight * s.weight * p * (1.0 - p);
    auto& bin = r.bins[tenth];
    ++bin.count;
    bin.weight += s.weight;
    bin.stated += s.weight * s.probability;
    bin.found += s.weight * y;
    r.brier += s.weight * (s.probability - y) * (s.probability - y) / total;
    r.log_loss -= s.weight * std::log(s.is_true ? p : 1.0 - p) / total;
    const double ratio = p / (1.0 - p) / prior_odds;
    if (s.is_true) {
      cllr_true += s.weight * std::log2(1.0 + 1.0 / ratio);
    } else {
      cllr_false += s.weight * std::log2(1.0 + ratio);
    }
    if (s.probability >= kSure) {
      ++r.sure;
      if (!s.is_true) ++r.sure_wrong;
    }
  }
  r.cllr = 0.5 * (cllr_true / trues + cllr_false / (total - trues));
  // The mean of |x| for a normal x of variance v is sqrt(2 v / pi). Statements on one compound
  // count as independent, so that the real figure is larger.
  for (const double v : variance) {
    r.chance_error += std::sqrt(2.0 * v / std::numbers::pi) / total;
  }
  for (auto& bin : r.bins) {
    if (bin.weight <= 0.0) continue;
    r.calibration_error += std::abs(bin.stated - bin.found) / total;
    bin.stated /= bin.weight;
    bin.found /= bin.weight;
  }
  r.sure_wrong_interval = exact_interval(r.sure_wrong, r.sure);
  return r;
}

}  // namespace basepeak::train
