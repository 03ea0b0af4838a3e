#include "engine/predict/esi_conditions.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

TEST(EsiConditions, TellsInstrumentClassesByMassBankTypes) {
  EXPECT_EQ(instrument_class("LC-ESI-QTOF"), InstrumentClass::qtof);
  EXPECT_EQ(instrument_class("LC-ESI-QFT"), InstrumentClass::hcd);
  EXPECT_EQ(instrument_class("LC-ESI-ITFT"), InstrumentClass::hcd);
  EXPECT_FALSE(instrument_class("LC-ESI-QQ"));
  EXPECT_FALSE(instrument_class("LC-ESI-QQQ"));
  EXPECT_FALSE(instrument_class(""));
}

TEST(EsiConditions, ReadsABareNumberAsTheInstrumentMeansIt) {
  EXPECT_EQ(esi_energy_ev("20", 400.0, InstrumentClass::qtof), 20.0);
  EXPECT_EQ(esi_energy_ev("50", 400.0, InstrumentClass::hcd), 40.0);
  EXPECT_EQ(esi_energy_ev("20 eV", 400.0, InstrumentClass::hcd), 20.0);
}

TEST(EsiConditions, KnowsNoEnergyOfZeroBelowOrAbsurd) {
  for (const char* energy : {"0 eV", "-20 eV", "1e9 eV", "201 eV", "nan eV", "", "much"})
    EXPECT_FALSE(esi_energy_ev(energy, 300.0, InstrumentClass::hcd)) << energy;
}

TEST(EsiConditions, WidensTheWindowWithTheMass) {
  EXPECT_DOUBLE_EQ(esi_window(InstrumentClass::hcd, 400.0), 0.004);
  EXPECT_DOUBLE_EQ(esi_window(InstrumentClass::hcd, 100.0), 0.002);
  EXPECT_DOUBLE_EQ(esi_window(InstrumentClass::qtof, 400.0), 0.008);
}

TEST(EsiConditions, LeavesOutThePrecursorAndWhatIsTooSmall) {
  const std::vector<double> mz = {39.0, 105.0699, 188.1434, 336.5, 337.2274};
  const std::vector<float> intensity = {999.0F, 2.0F, 500.0F, 80.0F, 999.0F};
  const auto kept = fragment_peaks(Peaks::from_unsorted(mz, intensity), 337.2274, 0.005);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_DOUBLE_EQ(kept.front().mz, 188.1434);
  EXPECT_DOUBLE_EQ(kept.front().intensity, 1.0);
  EXPECT_TRUE(fragment_peaks(Peaks::from_unsorted(mz, intensity), 100.0, 0.0).empty());
}

}  // namespace
}  // namespace basepeak
