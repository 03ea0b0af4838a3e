#include "engine/spectrum/unit_mass.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

Peaks peaks(std::vector<double> mz, std::vector<float> intensity) {
  return Peaks::from_unsorted(mz, intensity);
}

TEST(UnitMass, RoundsAtTheBoundaryOfTheNamedRule) {
  EXPECT_EQ(unit_mass_of(100.499, UnitMassRule::ms_search), 100);
  EXPECT_EQ(unit_mass_of(100.5, UnitMassRule::ms_search), 101);
  EXPECT_EQ(unit_mass_of(100.6, UnitMassRule::amdis), 100);
  EXPECT_EQ(unit_mass_of(100.648, UnitMassRule::amdis), 100);
  EXPECT_EQ(unit_mass_of(100.649, UnitMassRule::amdis), 101);
}

TEST(UnitMass, KeepsTheLargestOrAddsByRule) {
  const Peaks two = peaks({100.1, 100.3, 120.0}, {30.0F, 60.0F, 90.0F});
  const auto largest = to_unit_mass(two, UnitMassRule::ms_search);
  ASSERT_EQ(largest.size(), 2U);
  EXPECT_DOUBLE_EQ(largest.intensity[0], 60.0 * 999.0 / 90.0);
  EXPECT_DOUBLE_EQ(largest.intensity[1], 999.0);
  const auto summed = to_unit_mass(two, UnitMassRule::amdis);
  EXPECT_DOUBLE_EQ(summed.intensity[0], 999.0);
}

TEST(UnitMass, KeepsZeroPeaksAndIsEmptyForNoSignal) {
  EXPECT_EQ(to_unit_mass(peaks({50.0, 60.0}, {0.0F, 5.0F}), UnitMassRule::ms_search).size(), 2U);
  EXPECT_EQ(to_unit_mass(peaks({50.0}, {0.0F}), UnitMassRule::ms_search).size(), 0U);
  EXPECT_EQ(to_unit_mass(Peaks{}, UnitMassRule::ms_search).size(), 0U);
}

}  // namespace
}  // namespace basepeak
