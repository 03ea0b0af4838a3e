#include "gpu/ei_shares.h"

#include <algorithm>

namespace basepeak {

namespace {

constexpr double kTrace = 1.0;         // as in ei_scores.cc
constexpr double kSlack = 1.0 + 1e-5;  // covers the rounding of single precision
constexpr double kNoLimit = 1e18;      // squared it is finite in single precision

}  // namespace

double ei_norm(const WeightedUnitMass& spectrum) {
  double sum = 0.0;
  for (const double w : spectrum.weight) sum += w * w;
  return sum;
}

std::vector<float> ei_shares(const WeightedUnitMass& spectrum, std::uint32_t starts) {
  std::vector<float> shares(starts);
  const double norm = ei_norm(spectrum);
  double least = 0.0;
  std::size_t i = spectrum.mass.size();
  for (std::uint32_t start = starts; start-- > 0;) {
    for (; i > 0 && spectrum.mass[i - 1] >= static_cast<std::int32_t>(start); --i) {
      if (spectrum.intensity[i - 1] > kTrace) {
        least += spectrum.weight[i - 1] * spectrum.weight[i - 1];
      }
    }
    const bool is_limited = norm < least * kNoLimit;
    shares[start] = static_cast<float>(is_limited ? norm / least * kSlack : kNoLimit);
  }
  return shares;
}

}  // namespace basepeak
