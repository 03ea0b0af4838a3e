#pragma once

#include <cmath>
#include <cstddef>
#include <span>

namespace basepeak {

// The value at a fractional position, through the four points around it; zero beyond the ends.
[[nodiscard]] inline double cubic(std::span<const double> values, double position) {
  const double low = std::floor(position);
  const double share = position - low;
  const auto at = [&](double index) {
    return index < 0.0 || index >= static_cast<double>(values.size())
               ? 0.0
               : values[static_cast<std::size_t>(index)];
  };
  return -share * (share - 1.0) * (share - 2.0) / 6.0 * at(low - 1.0) +
         (share + 1.0) * (share - 1.0) * (share - 2.0) / 2.0 * at(low) -
         (share + 1.0) * share * (share - 2.0) / 2.0 * at(low + 1.0) +
         (share + 1.0) * share * (share - 1.0) / 6.0 * at(low + 2.0);
}

}  // namespace basepeak
