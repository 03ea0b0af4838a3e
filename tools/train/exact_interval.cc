#include "tools/train/exact_interval.h"

#include <cmath>

namespace basepeak::train {

namespace {

// P(count of hits >= hits) or <= for the binomial, by summing logarithms.
double binomial_tail(std::size_t hits, std::size_t count, double p, bool upper) {
  double sum = 0.0;
  const auto n = static_cast<double>(count);
  for (std::size_t k = upper ? hits : 0; k <= (upper ? count : hits); ++k) {
    const auto x = static_cast<double>(k);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(x + 1) - std::lgamma(n - x + 1) +
                    x * std::log(p) + (n - x) * std::log1p(-p));
  }
  return sum;
}

}  // namespace

Interval exact_interval(std::size_t hits, std::size_t count) {
  const auto solve = [&](bool upper_tail) {
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < 60; ++i) {
      const double p = 0.5 * (low + high);
      const double tail = binomial_tail(hits, count, p, upper_tail);
      // The upper tail grows with p, the lower one falls.
      ((tail < 0.025) == upper_tail ? low : high) = p;
    }
    return 0.5 * (low + high);
  };
  return {hits == 0 ? 0.0 : solve(true), hits == count ? 1.0 : solve(false)};
}

}  // namespace basepeak::train
