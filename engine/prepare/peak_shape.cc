#include "engine/prepare/peak_shape.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace basepeak {

namespace {

constexpr double kMost = 3.0;
constexpr double kLeast = 0.05;  // below it the tail is not told from a Gaussian's flank
constexpr double kStep = 0.05;
constexpr std::size_t kEntries = 61;  // kMost / kStep, and 0

// The unscaled shape about the Gaussian's centre, for a tail of kLeast at least.
double tailed(double position, double tail) {
  const double z = (1.0 / tail - position) / std::sqrt(2.0);
  if (z > 5.0) {
    // exp and erfc leave the range of a double; erfc(z) ~ exp(-z^2) / (z sqrt(pi)).
    const double series = 1.0 - 0.5 / (z * z) + 0.75 / (z * z * z * z);
    return std::exp(-0.5 * position * position) * series / (z * std::sqrt(M_PI));
  }
  return std::exp(0.5 / (tail * tail) - position / tail) * std::erfc(z);
}

struct Maximum {
  double position = 0.0;
  double logarithm = 0.0;  // of the height over the tail, which changes slowly
};

Maximum maximum_of(double tail) {
  double low = -1.0;
  double high = 3.0;
  for (int i = 0; i < 100; ++i) {
    const double a = low + (high - low) / 3.0;
    const double b = high - (high - low) / 3.0;
    (tailed(a, tail) < tailed(b, tail) ? low : high) = tailed(a, tail) < tailed(b, tail) ? a : b;
  }
  const double position = 0.5 * (low + high);
  return {position, std::log(tailed(position, tail) / tail)};
}

const std::array<Maximum, kEntries>& maxima() {
  static const std::array<Maximum, kEntries> table = [] {
    std::array<Maximum, kEntries> made{};
    for (std::size_t i = 1; i < kEntries; ++i) made[i] = maximum_of(kStep * static_cast<double>(i));
    return made;
  }();
  return table;
}

}  // namespace

double peak_shape(double position, double asymmetry) {
  if (asymmetry < 0.0) return peak_shape(-position, -asymmetry);
  const double tail = std::min(asymmetry, kMost);
  if (tail < kLeast) {
    // Towards the shortest tail, so that the shape does not jump where the tail begins.
    const double share = tail / kLeast;
    const double gaussian = std::exp(-0.5 * position * position);
    return share > 0.0 ? (1.0 - share) * gaussian + share * peak_shape(position, kLeast) : gaussian;
  }
  const double at = tail / kStep;
  const auto below = std::min(static_cast<std::size_t>(at), kEntries - 2);
  const double share = at - static_cast<double>(below);
  const auto& table = maxima();
  const double mode = (1.0 - share) * table[below].position + share * table[below + 1].position;
  const double logarithm =
      (1.0 - share) * table[below].logarithm + share * table[below + 1].logarithm;
  return tailed(position + mode, tail) / tail * std::exp(-logarithm);
}

}  // namespace basepeak
