#include "engine/search/clean.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "tests/engine/search/generators.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

const Tolerance kTolerance = Tolerance::da(0.02);

TEST(Clean, RemovesWhatLiesAboveThePrecursorLess1_6) {
  const Peaks peaks = peaks_of({{100.0, 10}, {198.4, 20}, {198.400001, 30}, {200.0, 1000}});
  const CleanedPeaks cleaned = clean(peaks, 200.0, kTolerance, false);
  // 198.4 is exactly at the limit and stays.
  EXPECT_EQ(cleaned.mz_udalton, (std::vector<std::int64_t>{100'000'000, 198'400'000}));
  EXPECT_FALSE(cleaned.all_above_precursor);
  EXPECT_EQ(clean(peaks, 200.0, kTolerance, true).mz_udalton.back(), 200'000'000);
  EXPECT_EQ(clean(peaks, std::nullopt, kTolerance, false).mz_udalton.back(), 200'000'000);
}

TEST(Clean, SaysWhenAllPeaksLieAboveThePrecursor) {
  EXPECT_TRUE(clean(peaks_of({{200.0, 1000}}), 200.0, kTolerance, false).all_above_precursor);
  EXPECT_FALSE(clean(peaks_of({{200.0, 1000}}), 200.0, kTolerance, true).all_above_precursor);
  EXPECT_FALSE(clean({}, 200.0, kTolerance, false).all_above_precursor);
}

TEST(Clean, MergesClosePeaksIntoTheirWeightedMean) {
  const CleanedPeaks cleaned = clean(peaks_of({{100.00, 300}, {100.04, 100}, {150.0, 400}}),
                                     std::nullopt, kTolerance, false);
  EXPECT_EQ(cleaned.mz_udalton, (std::vector<std::int64_t>{100'010'000, 150'000'000}));
  EXPECT_NEAR(cleaned.intensity[0], 0.5, 1e-12);
  // Exactly 0.05 Da apart are two peaks.
  EXPECT_EQ(clean(peaks_of({{100.00, 300}, {100.05, 100}}), std::nullopt, kTolerance, false)
                .mz_udalton.size(),
            2U);
}

TEST(Clean, MergesWiderWhenTheToleranceWouldPairOnePeakWithTwo) {
  EXPECT_EQ(clean(peaks_of({{100.0, 300}, {100.9, 100}}), std::nullopt, Tolerance::da(0.5), false)
                .mz_udalton.size(),
            1U);
}

TEST(Clean, DropsPeaksBelowOnePercentOfTheBase) {
  const CleanedPeaks cleaned = clean(peaks_of({{50.0, 9.99}, {60.0, 10}, {70.0, 1000}, {80.0, 0}}),
                                     std::nullopt, kTolerance, false);
  EXPECT_EQ(cleaned.mz_udalton, (std::vector<std::int64_t>{60'000'000, 70'000'000}));
}

TEST(Clean, EmptyAndAllZeroSpectraGiveNoPeaks) {
  EXPECT_TRUE(clean({}, 200.0, kTolerance, false).mz_udalton.empty());
  EXPECT_TRUE(clean(peaks_of({{50.0, 0}}), 200.0, kTolerance, false).mz_udalton.empty());
}

TEST(Clean, APeakExactlyAtTheToleranceIsInside) {
  for (const std::int64_t mz : {50'000'000LL, 123'456'789LL, 1'999'999'999LL}) {
    EXPECT_EQ(half_width_udalton(mz, Tolerance::da(0.02)), 20'000);
  }
  EXPECT_EQ(half_width_udalton(100'000'000, Tolerance::ppm(10)), 1'000);
}

RC_GTEST_PROP(Clean, NoPeakCanPairWithTwo, ()) {
  const Tolerance tolerance = *rc::gen::element(Tolerance::da(0.005), Tolerance::da(0.02),
                                                Tolerance::da(0.5), Tolerance::ppm(500));
  const CleanedPeaks cleaned = clean(*fragment_peaks(), std::nullopt, tolerance, false);
  RC_ASSERT(!cleaned.mz_udalton.empty());
  for (std::size_t i = 1; i < cleaned.mz_udalton.size(); ++i) {
    const std::int64_t gap = cleaned.mz_udalton[i] - cleaned.mz_udalton[i - 1];
    RC_ASSERT(gap >= 50'000);
    RC_ASSERT(gap > 2 * half_width_udalton(cleaned.mz_udalton[i], tolerance));
  }
  const double total = std::accumulate(cleaned.intensity.begin(), cleaned.intensity.end(), 0.0);
  RC_ASSERT(std::abs(total - 1.0) < 1e-12);
}

}  // namespace
}  // namespace basepeak
