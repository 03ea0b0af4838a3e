#pragma once

#include <cstddef>
#include <string>

namespace basepeak::train {

// A share of a whole, between 0 and 1.
struct Interval {
  double low = 0.0;
  double high = 1.0;
};

// Exact (Clopper and Pearson 1934) 95 % interval of hits of count; 0 to 1 where count is 0.
[[nodiscard]] Interval exact_interval(std::size_t hits, std::size_t count);

// How many of how many.
struct NamedShare {
  std::string what;
  std::size_t hits = 0;
  std::size_t count = 0;
};

}  // namespace basepeak::train
