#include "gpu/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace basepeak {
namespace {

TEST(Half, IsTheLowestNotBelowTheValue) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> exponent(-30.0, 0.0);
  for (int i = 0; i < 100'000; ++i) {
    const double value = std::exp2(exponent(random));
    const std::uint16_t above = half_above(value);
    ASSERT_GE(double{half_value(above)}, value);
    ASSERT_LT(double{half_value(static_cast<std::uint16_t>(above - 1))}, value);
  }
}

TEST(Half, KeepsWhatItCanHoldAndTheEnds) {
  for (std::uint16_t bits = 0; bits <= 0x3C00; ++bits) {
    ASSERT_EQ(half_above(double{half_value(bits)}), bits);
  }
  EXPECT_EQ(half_above(0.0), 0);
  EXPECT_EQ(half_above(1e-300), 1);
  EXPECT_EQ(half_above(1.0 + 1e-10), 0x3C00);
  EXPECT_EQ(half_value(0x3C00), 1.0F);
  EXPECT_EQ(half_value(1), 0x1p-24F);
}

}  // namespace
}  // namespace basepeak
