#include "tools/train/seen_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/predict/molecules.h"
#include "tools/train/esi_scorer_fit.h"

namespace basepeak::train {
namespace {

SeenKeys keys_with(std::uint32_t key) {
  SeenKeys keys;
  keys.fill(key);
  return keys;
}

float root_of(const SeenIons& seen, std::uint32_t key, std::size_t band) {
  return seen_row(seen, keys_with(key))[band];
}

TEST(SeenCounts, TakeTheMeanOverCompoundsInTheBandOfTheEnergy) {
  SeenCounts counts;
  // Shown whole by both at a low energy, by neither at a high one.
  for (int compound = 0; compound < 2; ++compound)
    counts.add_compound({keys_with(7)}, {{0, {1.0F}}, {2, {0.0F}}});
  const SeenIons seen = counts.seen(1);
  // One compound more that shows 0.01 stands in each mean.
  EXPECT_EQ(root_of(seen, 7, 0), std::round(255.0F * std::sqrt(2.01F / 3.0F)));
  EXPECT_EQ(root_of(seen, 7, 1), std::round(255.0F * std::sqrt(0.01F)));
  EXPECT_EQ(root_of(seen, 7, 2), std::round(255.0F * std::sqrt(0.01F / 3.0F)));
  EXPECT_EQ(seen_row(seen, keys_with(7))[kSeenReadings], 2.0F);
}

TEST(SeenCounts, CountACompoundOnceHoweverManySpectraAndFormulasItHas) {
  SeenCounts counts;
  counts.add_compound({keys_with(7), keys_with(7)}, {{0, {0.2F, 0.6F}}, {0, {0.2F, 1.0F}}});
  const SeenIons seen = counts.seen(1);
  EXPECT_EQ(root_of(seen, 7, 0), std::round(255.0F * std::sqrt(0.81F / 2.0F)));
  EXPECT_EQ(seen_row(seen, keys_with(7))[kSeenReadings], 1.0F);
}

TEST(SeenCounts, LeaveOutWhatFewCompoundsCouldShow) {
  SeenCounts counts;
  SeenCounts more;
  counts.add_compound({keys_with(7)}, {{0, {0.0F}}});
  more.add_compound({keys_with(7)}, {{0, {0.0F}}});
  EXPECT_TRUE(std::isnan(root_of(counts.seen(2), 7, 0)));
  counts.add(more);
  EXPECT_FALSE(std::isnan(root_of(counts.seen(2), 7, 0)));
}

TEST(EsiTargets, WeighASpectrumWithManyPeaksAsOneWithFew) {
  EsiCompound compound;
  compound.molecule = test::molecule_of(test::kFentanyl);
  compound.precursor_mz = 337.2274;
  const EsiIons ions = esi_ions(compound.molecule.graph);
  const auto squares = [&](const std::vector<double>& mz, const std::vector<float>& intensity) {
    EsiSpectrum spectrum;
    spectrum.conditions = {InstrumentClass::hcd, 35.0};
    spectrum.peaks = Peaks::from_unsorted(mz, intensity);
    const auto roots = esi_targets(ions, compound, spectrum);
    double sum = 0.0;
    for (const float root : roots.value()) sum += root * root;
    return sum;
  };
  EXPECT_NEAR(squares({188.1434}, {10.0F}), kTargetSquares, 1e-5);
  EXPECT_NEAR(squares({105.0699, 188.1434, 216.1383}, {700.0F, 999.0F, 300.0F}), kTargetSquares,
              1e-5);
}

TEST(EsiTargets, RefuseASpectrumThatIsNotTheStructures) {
  EsiCompound compound;
  compound.molecule = test::molecule_of(test::kFentanyl);
  compound.precursor_mz = 337.2274;
  EsiSpectrum spectrum;
  spectrum.conditions = {InstrumentClass::hcd, 35.0};
  spectrum.peaks = Peaks::from_unsorted(std::vector<double>{150.5, 188.1434, 250.9},
                                        std::vector<float>{999.0F, 999.0F, 999.0F});
  EXPECT_FALSE(esi_targets(esi_ions(compound.molecule.graph), compound, spectrum));
}

}  // namespace
}  // namespace basepeak::train
