#include "engine/identify/number_text.h"

#include <array>
#include <cstdio>

namespace basepeak {

std::string with_digits(double value, int digits) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

}  // namespace basepeak
