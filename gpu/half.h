#pragma once

#include <cstdint>

namespace basepeak {

// The lowest number in half precision that is not below the value, as its bits. REQUIRES: 0 <=
// value <= 1 + 1e-9; what is above 1 counts as 1.
[[nodiscard]] std::uint16_t half_above(double value) noexcept;
[[nodiscard]] float half_value(std::uint16_t bits) noexcept;

}  // namespace basepeak
