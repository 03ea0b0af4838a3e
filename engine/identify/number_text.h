#pragma once

#include <string>

namespace basepeak {

// "336.2202": so many digits after the point, rounded.
[[nodiscard]] std::string with_digits(double value, int digits);

}  // namespace basepeak
