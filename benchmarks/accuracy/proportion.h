#pragma once

#include <cstddef>

namespace basepeak::benchmarks {

struct Interval {
  double low = 0.0;
  double high = 1.0;
};

// Wilson's 95 % interval of a proportion. 0 to 1 for no trials.
[[nodiscard]] Interval wilson_interval(std::size_t successes, std::size_t trials);

}  // namespace basepeak::benchmarks
