#include "engine/prepare/centroid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/prepare/prepare.h"
#include "tests/support/reference_data.h"
#include "tests/support/synthetic_dda.h"

namespace basepeak {
namespace {

// Gaussian profile peaks of resolution 20,000, a point each 4 mDa.
Peaks profile_of(const std::vector<std::pair<double, double>>& ions) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [center, height] : ions) {
    const double sigma = center / 20'000.0 / 2.355;
    for (double at = center - 10.0 * sigma; at <= center + 10.0 * sigma; at += 0.004) {
      const double z = (at - center) / sigma;
      mz.push_back(at);
      intensity.push_back(static_cast<float>(height * std::exp(-0.5 * z * z)));
    }
  }
  return Peaks::from_unsorted(mz, intensity);
}

TEST(Centroid, FindsTheMiddleAndHeightOfProfilePeaks) {
  const Peaks centroids = centroid(profile_of({{105.0699, 4000.0}, {188.1434, 10000.0}}));
  ASSERT_EQ(centroids.size(), 2U);
  EXPECT_NEAR(centroids.mz()[0], 105.0699, 0.0005);
  EXPECT_NEAR(centroids.mz()[1], 188.1434, 0.0005);
  EXPECT_NEAR(centroids.intensity()[1], 10000.0, 300.0);
}

TEST(Centroid, FindsNothingInASpectrumThatIsCentroidedAlready) {
  const std::vector<double> mz{91.05, 105.07, 188.14, 216.14};
  const std::vector<float> intensity{10.0F, 40.0F, 100.0F, 5.0F};
  EXPECT_TRUE(centroid(Peaks::from_unsorted(mz, intensity)).empty());
  EXPECT_TRUE(centroid(Peaks()).empty());
}

TEST(Centroid, MakesAProfileMs2ScanSearchableAndSaysSo) {
  test::SyntheticDda run({{337.2274, 60.0, 1e6, {{1.00335, 0.24}}, {{188.1434, 0.6}}}},
                         {{60.5, 337.2274}});
  run.damage = [](Spectrum& scan) {
    if (scan.acquisition.ms_level == 1) return true;
    scan.peaks = profile_of({{105.0699, 4000.0}, {188.1434, 10000.0}});
    scan.acquisition.is_centroided = false;
    return true;
  };
  const Prepared prepared = prepare(run, Method{});
  ASSERT_EQ(prepared.queries.size(), 1U);
  EXPECT_EQ(prepared.queries.front().peaks.size(), 2U);
  ASSERT_EQ(prepared.skipped.size(), 1U);
  EXPECT_NE(prepared.skipped[0].why.find("centroided by OpenMS"), std::string::npos);
  EXPECT_FALSE(prepared.skipped[0].is_loss);
}

TEST(Centroid, RefusesASpectrumThatIsOnlyCalledProfileAndSaysHowToExport) {
  test::SyntheticDda run({{337.2274, 60.0, 1e6, {}, {{188.1434, 0.6}}}}, {{60.5, 337.2274}});
  run.damage = [](Spectrum& scan) {
    if (scan.acquisition.ms_level == 2) scan.acquisition.is_centroided = false;
    return true;
  };
  const Prepared prepared = prepare(run, Method{});
  EXPECT_TRUE(prepared.queries.empty());
  ASSERT_FALSE(prepared.skipped.empty());
  EXPECT_TRUE(prepared.skipped[0].is_loss);
  EXPECT_NE(prepared.skipped[0].why.find("msconvert"), std::string::npos);
}

}  // namespace
}  // namespace basepeak
