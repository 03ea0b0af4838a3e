#include "engine/prepare/peak_shape.h"

#include <gtest/gtest.h>

#include <cmath>

namespace basepeak {
namespace {

TEST(PeakShape, IsOneAtItsMaximumAndLowerElsewhere) {
  for (double asymmetry = -3.0; asymmetry <= 3.0; asymmetry += 0.037) {
    EXPECT_NEAR(peak_shape(0.0, asymmetry), 1.0, 2e-3) << asymmetry;
    for (double position = -6.0; position <= 9.0; position += 0.1) {
      EXPECT_LE(peak_shape(position, asymmetry), 1.002) << asymmetry << ' ' << position;
      EXPECT_GE(peak_shape(position, asymmetry), 0.0) << asymmetry << ' ' << position;
    }
  }
}

TEST(PeakShape, IsAGaussianWithoutAsymmetry) {
  for (const double position : {-2.0, -0.5, 1.0, 3.0}) {
    EXPECT_DOUBLE_EQ(peak_shape(position, 0.0), std::exp(-0.5 * position * position));
  }
}

TEST(PeakShape, FrontsAsItTails) {
  EXPECT_DOUBLE_EQ(peak_shape(1.7, 0.8), peak_shape(-1.7, -0.8));
  EXPECT_GT(peak_shape(3.0, 1.0), 5.0 * peak_shape(-3.0, 1.0));
}

TEST(PeakShape, ChangesLittleWithALittleAsymmetry) {
  for (double asymmetry = -3.0; asymmetry < 3.0; asymmetry += 0.011) {
    for (const double position : {-2.5, -1.0, 0.7, 2.0, 4.0}) {
      EXPECT_NEAR(peak_shape(position, asymmetry), peak_shape(position, asymmetry + 0.001), 2e-3);
    }
  }
}

TEST(PeakShape, IsNothingFarAway) {
  EXPECT_LT(peak_shape(-40.0, 0.06), 1e-12);
  EXPECT_LT(peak_shape(400.0, 3.0), 1e-12);
}

}  // namespace
}  // namespace basepeak
