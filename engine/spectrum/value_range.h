#pragma once

#include <string_view>

namespace basepeak {

// Numbers from `lowest` to `highest`, both included.
struct ValueRange {
  double lowest = 0.0;
  double highest = 0.0;
  [[nodiscard]] bool contains(double value) const noexcept {
    return value >= lowest && value <= highest;
  }

  // Reads "20..40 eV" or "20 .. 40 eV", and "20 eV" as 20 to 20; without a unit, "336.2..338".
  // Finite, 0 or more, in ascending order. Throws Error{usage} with an example.
  static ValueRange parse(std::string_view text, std::string_view unit);
};

}  // namespace basepeak
