#include "tools/starter_library/consensus.h"

#include <gtest/gtest.h>

#include "engine/error.h"

namespace basepeak::starter {
namespace {

Peaks peaks(const std::vector<double>& mz, const std::vector<float>& intensity) {
  return Peaks::from_unsorted(mz, intensity);
}

TEST(Consensus, AddsWhatAReplicateSplitsOverOneUnitMass) {
  const Consensus consensus =
      unit_mass_consensus({peaks({99.5, 100.0, 100.4, 101.0}, {10.0F, 60.0F, 30.0F, 50.0F})});
  EXPECT_EQ(consensus.mz, (std::vector<double>{100, 101}));
  EXPECT_DOUBLE_EQ(consensus.intensity[0], 999.0);
  EXPECT_DOUBLE_EQ(consensus.intensity[1], 499.5);
}

TEST(Consensus, HasNoDeviationForOneSpectrum) {
  const Consensus consensus = unit_mass_consensus({peaks({50.0}, {1.0F})});
  EXPECT_TRUE(consensus.deviation.empty());
  EXPECT_EQ(consensus.replicates, 1U);
}

TEST(Consensus, CountsAMissingPeakAsZeroAndDividesByOneLess) {
  const Consensus consensus =
      unit_mass_consensus({peaks({50.0, 60.0}, {100.0F, 50.0F}), peaks({50.0}, {7.0F})});
  ASSERT_EQ(consensus.mz, (std::vector<double>{50, 60}));
  EXPECT_DOUBLE_EQ(consensus.intensity[1], 999.0 * 0.25);
  // Of 0.5 and 0: mean 0.25, squares 2 x 0.0625, divided by 1.
  EXPECT_NEAR(consensus.deviation[1], 999.0 * 0.3535533905932738, 1e-9);
  EXPECT_DOUBLE_EQ(consensus.deviation[0], 0.0);
}

TEST(Consensus, ScalesToTheBaseOfTheMeanNotOfEachReplicate) {
  const Consensus consensus = unit_mass_consensus(
      {peaks({50.0, 60.0}, {100.0F, 60.0F}), peaks({50.0, 60.0}, {60.0F, 100.0F})});
  EXPECT_DOUBLE_EQ(consensus.intensity[0], 999.0);
  EXPECT_DOUBLE_EQ(consensus.intensity[1], 999.0);
}

TEST(Consensus, LeavesOutWhatIsBelowOnePercent) {
  const Consensus consensus =
      unit_mass_consensus({peaks({50.0, 60.0, 70.0}, {1000.0F, 10.0F, 9.9F})});
  EXPECT_EQ(consensus.mz, (std::vector<double>{50, 60}));
}

TEST(Consensus, KeepsTheSixtyMostIntenseInOrderOfMass) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (int i = 0; i < 80; ++i) {
    mz.push_back(50 + i);
    intensity.push_back(static_cast<float>(100 + i));
  }
  const Consensus consensus = unit_mass_consensus({peaks(mz, intensity)});
  ASSERT_EQ(consensus.mz.size(), 60U);
  EXPECT_DOUBLE_EQ(consensus.mz.front(), 70.0);
  EXPECT_DOUBLE_EQ(consensus.mz.back(), 129.0);
}

TEST(Consensus, MergesReplicatesOfAnIonWithinTheWindowOnly) {
  const Consensus consensus = accurate_mass_consensus(
      {peaks({105.0700, 188.1430}, {50.0F, 100.0F}), peaks({105.0760, 188.1434}, {50.0F, 100.0F})},
      0.005);
  ASSERT_EQ(consensus.mz.size(), 3U);
  EXPECT_DOUBLE_EQ(consensus.mz[0], 105.0700);
  EXPECT_DOUBLE_EQ(consensus.mz[1], 105.0760);
  EXPECT_NEAR(consensus.mz[2], 188.1432, 1e-9);
  EXPECT_DOUBLE_EQ(consensus.intensity[2], 999.0);
  EXPECT_DOUBLE_EQ(consensus.intensity[0], 999.0 * 0.25);
}

TEST(Consensus, RefusesNoReplicatesAndOneWithoutIntensity) {
  EXPECT_THROW((void)unit_mass_consensus({}), Error);
  EXPECT_THROW((void)accurate_mass_consensus({}, 0.005), Error);
  EXPECT_THROW((void)unit_mass_consensus({peaks({50.0}, {1.0F}), peaks({50.0}, {0.0F})}), Error);
}

}  // namespace
}  // namespace basepeak::starter
