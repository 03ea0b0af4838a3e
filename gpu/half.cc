#include "gpu/half.h"

#include <bit>
#include <cmath>

namespace basepeak {

namespace {

constexpr double kLeastNormal = 0x1p-14;
constexpr int kMantissaBits = 10;

}  // namespace

std::uint16_t half_above(double value) noexcept {
  if (!(value > 0.0)) return 0;
  if (value >= 1.0) return 0x3C00;
  if (value < kLeastNormal) return static_cast<std::uint16_t>(std::ceil(value * 0x1p24));
  // The leading bits; a carry out of the mantissa is the next exponent.
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t cut = bits >> (52 - kMantissaBits);
  const bool is_exact = cut << (52 - kMantissaBits) == bits;
  constexpr std::uint64_t kBias = std::uint64_t{1023 - 15} << kMantissaBits;
  return static_cast<std::uint16_t>(cut - kBias + (is_exact ? 0 : 1));
}

float half_value(std::uint16_t bits) noexcept {
  const int exponent = bits >> kMantissaBits;
  const int mantissa = bits & ((1 << kMantissaBits) - 1);
  return exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -24)
                       : std::ldexp(static_cast<float>(mantissa + (1 << kMantissaBits)),
                                    exponent - 15 - kMantissaBits);
}

}  // namespace basepeak
