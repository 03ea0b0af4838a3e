#include "engine/prepare/skew.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace basepeak {
namespace {

// Ions of several compounds whose apexes shift by `slope` scans a m/z, with errors of `spread`.
std::vector<IonMaximum> maxima(double slope, double spread) {
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  std::vector<IonMaximum> made;
  for (const double apex : {100.0, 220.0, 371.0}) {
    for (int mass = 50; mass <= 350; mass += 20) {
      IonMaximum ion;
      ion.mass = mass;
      ion.apex = apex + slope * (mass - 200) + spread * normal(random);
      ion.noise_units = 50.0;
      made.push_back(ion);
    }
  }
  return made;
}

TEST(Skew, IsMeasuredFromStrongIons) {
  const Skew skew = measure_skew(maxima(0.0022, 0.05));
  EXPECT_NEAR(skew.scans_per_mz, 0.0022, 0.0002);
  EXPECT_NEAR(skew.reference_mz, 200.0, 1.0);
}

TEST(Skew, IsNoneWhereIonsPeakTogether) {
  EXPECT_EQ(measure_skew(maxima(0.0, 0.05)).scans_per_mz, 0.0);
}

TEST(Skew, IsNoneWhereTheErrorsHideIt) {
  EXPECT_EQ(measure_skew(maxima(0.0003, 0.4)).scans_per_mz, 0.0);
}

TEST(Skew, IsNoneForFewIons) {
  std::vector<IonMaximum> few = maxima(0.002, 0.0);
  few.resize(5);
  EXPECT_EQ(measure_skew(few).scans_per_mz, 0.0);
}

}  // namespace
}  // namespace basepeak
