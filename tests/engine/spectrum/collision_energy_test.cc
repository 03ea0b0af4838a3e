#include "engine/spectrum/collision_energy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace basepeak {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void expect(const char* text, EnergyUnit unit, EnergyForm form, const std::vector<double>& values) {
  SCOPED_TRACE(text);
  const CollisionEnergy energy = parse_collision_energy(text);
  EXPECT_EQ(energy.unit, unit);
  EXPECT_EQ(energy.form, form);
  EXPECT_EQ(energy.values, values);
}

// The notations of MassBank 2025.05.1.
TEST(CollisionEnergy, ReadsEveryNotationOfOneFixedEnergy) {
  for (const char* text : {"30 eV", "30eV", "30 ev", "30.0 V", "30V", "HCD 30 eV", "30 eV FT-MS",
                           "30 eV FT-MS II", "30 eV IT-MS"}) {
    expect(text, EnergyUnit::electronvolts, EnergyForm::fixed, {30.0});
  }
  for (const char* text : {"30 % (nominal)", "30% (nominal)", "30(NCE)", "30 NCE", "30%", "30 %"}) {
    expect(text, EnergyUnit::normalised, EnergyForm::fixed, {30.0});
  }
  for (const char* text : {"30", "30.0", "CE30", "30 (nominal)"}) {
    expect(text, EnergyUnit::unknown, EnergyForm::fixed, {30.0});
  }
}

TEST(CollisionEnergy, ReadsRampsAndSteps) {
  expect("Ramp 5-60 V", EnergyUnit::electronvolts, EnergyForm::ramp, {5.0, 60.0});
  expect("RAMP 20-30 eV", EnergyUnit::electronvolts, EnergyForm::ramp, {20.0, 30.0});
  expect("Ramp 22,9-34.3 eV", EnergyUnit::electronvolts, EnergyForm::ramp, {22.9, 34.3});
  expect("Ramp 20%-70% (nominal)", EnergyUnit::normalised, EnergyForm::ramp, {20.0, 70.0});
  expect("6->10V", EnergyUnit::electronvolts, EnergyForm::ramp, {6.0, 10.0});
  expect("25,60,100% (stepped)", EnergyUnit::normalised, EnergyForm::stepped, {25.0, 60.0, 100.0});
  expect("25,60,100 (stepped)", EnergyUnit::unknown, EnergyForm::stepped, {25.0, 60.0, 100.0});
}

TEST(CollisionEnergy, UnderstandsNothingOfWhatSaysNoEnergy) {
  for (const char* text : {"", "n.d.", "ceV", "scaled 80 (m/z=200) to 110 (m/z=120)",
                           "Ramp 17.2-25.8 eV 30 eV", "15, 30, 45, 60, 70 or 90 (nominal)",
                           "55-70 or 45 (mz>500) nominal units", "999999999999999999999e9999"}) {
    SCOPED_TRACE(text);
    EXPECT_EQ(parse_collision_energy(text).form, EnergyForm::not_understood);
    EXPECT_THAT(parse_collision_energy(text).values, IsEmpty());
  }
}

TEST(CollisionEnergy, ConvertsNormalisedEnergiesByMassAndCharge) {
  const CollisionEnergy nce = parse_collision_energy("35 NCE");
  EXPECT_DOUBLE_EQ(*electronvolts(nce, 500.0, 1), 35.0);
  EXPECT_DOUBLE_EQ(*electronvolts(nce, 250.0, 1), 17.5);
  EXPECT_DOUBLE_EQ(*electronvolts(nce, 500.0, 2), 31.5);
  EXPECT_DOUBLE_EQ(*electronvolts(nce, 500.0, 9), 26.25);
  EXPECT_FALSE(electronvolts(nce, std::nullopt, 1));
}

TEST(CollisionEnergy, ConvertsNoEnergyOfAnUnknownUnit) {
  EXPECT_FALSE(electronvolts(parse_collision_energy("30"), 500.0, 1));
  EXPECT_FALSE(electronvolts(parse_collision_energy("n.d."), 500.0, 1));
  EXPECT_DOUBLE_EQ(*electronvolts(parse_collision_energy("Ramp 5-60 V"), std::nullopt, 1), 32.5);
}

}  // namespace
}  // namespace basepeak
