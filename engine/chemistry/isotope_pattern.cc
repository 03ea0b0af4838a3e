#include "engine/chemistry/isotope_pattern.h"

#include <algorithm>
#include <cmath>

#include "engine/chemistry/isotopes.h"

namespace basepeak {

namespace {

// What both give together, cut to the length of the first.
std::vector<double> together(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> sum(a.size(), 0.0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; i + j < a.size() && j < b.size(); ++j) sum[i + j] += a[i] * b[j];
  }
  return sum;
}

std::vector<double> of_atom(const std::string& symbol, std::size_t peaks) {
  std::vector<double> shares(peaks, 0.0);
  const Isotope* base = most_abundant_isotope(symbol);
  if (base == nullptr) {
    shares[0] = 1.0;  // a label: one isotope
    return shares;
  }
  for (const Isotope& isotope : isotopes_of(symbol)) {
    const int above = isotope.mass_number - base->mass_number;
    if (above >= 0 && static_cast<std::size_t>(above) < peaks) {
      shares[static_cast<std::size_t>(above)] += isotope.abundance;
    }
  }
  return shares;
}

}  // namespace

std::vector<double> isotope_pattern(const Formula& formula, std::size_t peaks) {
  if (peaks == 0) return {};
  std::vector<double> pattern(peaks, 0.0);
  pattern[0] = 1.0;
  for (const auto& [symbol, count] : formula.counts()) {
    std::vector<double> power = of_atom(symbol, peaks);
    for (int rest = count; rest > 0; rest /= 2) {
      if (rest % 2 == 1) pattern = together(pattern, power);
      power = together(power, power);
    }
  }
  return pattern;
}

double pattern_overlap(std::span<const double> measured, std::span<const double> expected) {
  const std::size_t size = std::min(measured.size(), expected.size());
  double of_measured = 0.0;
  double of_expected = 0.0;
  for (std::size_t i = 0; i < size; ++i) {
    of_measured += measured[i];
    of_expected += expected[i];
  }
  if (!(of_measured > 0.0) || !(of_expected > 0.0)) return 0.0;
  double differences = 0.0;
  for (std::size_t i = 0; i < size; ++i) {
    differences += std::abs(measured[i] / of_measured - expected[i] / of_expected);
  }
  return 1.0 - 0.5 * differences;
}

}  // namespace basepeak
