#include "engine/spectrum/peaks.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/error.h"

namespace basepeak {
namespace {

TEST(Peaks, AreSortedByMzAndKeepTheirIntensities) {
  const std::vector<double> mz{105.07, 91.05, 188.14};
  const std::vector<float> intensity{80.0F, 20.0F, 100.0F};
  const Peaks peaks = Peaks::from_unsorted(mz, intensity);
  EXPECT_EQ(peaks.mz()[0], 91.05);
  EXPECT_EQ(peaks.intensity()[0], 20.0F);
  EXPECT_EQ(peaks.intensity()[2], 100.0F);
}

TEST(Peaks, RejectNanRatherThanSortIt) {
  const std::vector<double> mz{std::numeric_limits<double>::quiet_NaN()};
  const std::vector<float> intensity{1.0F};
  EXPECT_THROW(static_cast<void>(Peaks::from_unsorted(mz, intensity)), Error);
}

}  // namespace
}  // namespace basepeak
