#include "engine/prepare/merge_spectra.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace basepeak {
namespace {

Peaks peaks(std::vector<double> mz, std::vector<float> intensity) {
  return Peaks::from_unsorted(mz, intensity);
}

TEST(MergeSpectra, WeighsByWhatEachSpectrumCountsFor) {
  const Peaks a = peaks({100.000}, {100.0F});
  const Peaks b = peaks({100.004}, {100.0F});
  const Peaks merged =
      merge_spectra(std::array{SpectrumWithWeight{&a, 3.0}, SpectrumWithWeight{&b, 1.0}},
                    Tolerance::da(0.01), 0.0);
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_NEAR(merged.mz()[0], 100.001, 1e-9);
  EXPECT_NEAR(merged.intensity()[0], 100.0F, 1e-4F);
}

TEST(MergeSpectra, DropsWhatTooFewSpectraHave) {
  const Peaks a = peaks({100.0, 150.0}, {100.0F, 5.0F});
  const Peaks b = peaks({100.0}, {100.0F});
  const Peaks c = peaks({100.0, 200.0}, {100.0F, 900.0F});
  const std::array all{SpectrumWithWeight{&a}, SpectrumWithWeight{&b}, SpectrumWithWeight{&c}};
  EXPECT_EQ(merge_spectra(all, Tolerance::da(0.01), 0.5).size(), 1U);
  EXPECT_EQ(merge_spectra(all, Tolerance::da(0.01), 0.0).size(), 3U);
}

TEST(MergeSpectra, LeavesNoTwoPeaksWithinTheToleranceOfTheStronger) {
  const Peaks a = peaks({100.000, 100.009, 100.018}, {50.0F, 100.0F, 40.0F});
  const Peaks b = peaks({300.0}, {10.0F});
  const Peaks merged = merge_spectra(std::array{SpectrumWithWeight{&a}, SpectrumWithWeight{&b}},
                                     Tolerance::da(0.01), 0.0);
  EXPECT_EQ(merged.size(), 2U);
}

TEST(MergeSpectra, ReturnsOneSpectrumAsItIs) {
  const Peaks a = peaks({100.000, 100.001}, {1.0F, 2.0F});
  EXPECT_EQ(merge_spectra(std::array{SpectrumWithWeight{&a, 0.3}}, Tolerance::da(0.01), 0.5), a);
  EXPECT_TRUE(merge_spectra({}, Tolerance::da(0.01), 0.5).empty());
}

}  // namespace
}  // namespace basepeak
