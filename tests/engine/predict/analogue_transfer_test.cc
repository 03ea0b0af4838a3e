#include "engine/predict/analogue_transfer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/predict/projection.h"
#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

TransferredEi carried(const std::string& known, double shift, const std::string& other) {
  const KnownEi from = known_ei(test::molecule_of(known), test::class_peaks(shift));
  const PredictedMolecule to = test::molecule_of(other);
  return transfer(
      from, to,
      map_atoms(from.molecule.graph, from.molecule.environments, to.graph, to.environments));
}

TEST(Transfer, OfASpectrumToItsOwnMoleculeGivesItBack) {
  const KnownEi known = known_ei(test::molecule_of(test::kFentanyl), test::class_peaks(0));
  const TransferredEi back = carried(test::kFentanyl, 0, test::kFentanyl);
  for (std::size_t m = 0; m < known.spectrum.size(); ++m)
    EXPECT_NEAR(back.intensity[m], known.spectrum[m], 1e-9) << m;
}

TEST(Transfer, MovesPeaksThatHoldTheChangeAndLeavesTheOthers) {
  const TransferredEi moved = carried(test::kFentanyl, 0, test::kAcetylFentanyl);
  EXPECT_GT(moved.intensity[231], 0.9);  // 245 less CH2: the acyl group is inside
  EXPECT_LT(moved.intensity[245], 0.05);
  EXPECT_GT(moved.intensity[105], 0.1);  // the phenethyl group, no acyl group inside
  EXPECT_GT(moved.intensity[91], 0.08);
}

TEST(Transfer, SharesAPeakThatSeveralFragmentsExplain) {
  // At 146 fentanyl has ions with its acyl group and without it.
  const TransferredEi moved = carried(test::kFentanyl, 0, test::kAcetylFentanyl);
  EXPECT_GT(moved.intensity[146], 0.2);
  EXPECT_GT(moved.intensity[132], 0.2);
}

TEST(Transfer, NamesTheFragmentBehindAPeak) {
  const TransferredEi moved = carried(test::kFentanyl, 0, test::kAcetylFentanyl);
  const PredictedMolecule acetyl = test::molecule_of(test::kAcetylFentanyl);
  const LargestPart& part = moved.largest[231];
  EXPECT_EQ(formula_of(acetyl.graph, part.atoms, part.hydrogen_shift), "C14H19N2O");
}

TEST(Transfer, KeepsTheIntensityOfWhatLands) {
  const TransferredEi moved = carried(test::kFentanyl, 0, test::kButyrylFentanyl);
  const KnownEi known = known_ei(test::molecule_of(test::kFentanyl), test::class_peaks(0));
  EXPECT_NEAR(std::accumulate(moved.intensity.begin(), moved.intensity.end(), 0.0),
              std::accumulate(known.spectrum.begin(), known.spectrum.end(), 0.0), 1e-9);
}

TEST(Combining, WeighsTheMoreSimilarMore) {
  const auto weights = transfer_weights({0.9, 0.8, 0.1});
  EXPECT_NEAR(weights[0] + weights[1] + weights[2], 1.0, 1e-12);
  EXPECT_NEAR(weights[0] / weights[1], std::exp(0.1 / 0.08), 1e-9);
  EXPECT_LT(weights[2], 1e-3);
}

TEST(Combining, OfOneTransferIsThatTransfer) {
  const TransferredEi one = carried(test::kFentanyl, 0, test::kAcetylFentanyl);
  const TransferredEi all = combined({&one}, {1.0});
  const double base = *std::max_element(one.intensity.begin(), one.intensity.end());
  for (std::size_t m = 0; m < one.intensity.size(); ++m)
    EXPECT_NEAR(all.intensity[m], one.intensity[m] / base, 1e-9);
}

TEST(Combining, ListensToTheAnalogueThatHasTheAtomsOfAnIon) {
  TransferredEi knows;
  knows.intensity.assign(120, 0.0);
  knows.intensity[100] = knows.intensity[111] = 1.0;
  knows.atoms.assign(120, {});
  knows.largest.assign(120, {});
  knows.largest[111] = {0b111, 0, 1.0};
  knows.mapped = knows.alike = 0b111;
  TransferredEi lacks = knows;
  lacks.intensity[111] = 0.0;
  lacks.largest[111] = {};
  lacks.mapped = lacks.alike = 0b1000;
  const TransferredEi all = combined({&knows, &lacks}, {0.5, 0.5});
  const double with = std::exp(2.0) / (std::exp(2.0) + 1.0);  // instead of a half
  const double at_111 = with * std::sqrt(0.5);
  const double at_100 = 0.5 * std::sqrt(0.5) + 0.5;
  EXPECT_NEAR(all.intensity[111] / all.intensity[100], std::pow(at_111 / at_100, 2), 1e-9);
}

TEST(AnalogueSet, PrefersAGroupOfTheSameKindInThePlaceThatDiffers) {
  // Benzoyl and cyclohexanecarbonyl: neither is in furanyl fentanyl, one begins as its ring does.
  const PredictedMolecule furanyl =
      test::molecule_of("O=C(c1ccco1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1");
  const PredictedMolecule benzoyl =
      test::molecule_of("O=C(c1ccccc1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1");
  const PredictedMolecule cyclohexyl =
      test::molecule_of("O=C(C1CCCCC1)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1");
  const auto places = [&](const PredictedMolecule& known) {
    return places_of_other_kinds(
        known.graph, furanyl.graph,
        map_atoms(known.graph, known.environments, furanyl.graph, furanyl.environments));
  };
  EXPECT_EQ(places(benzoyl), 0U);
  EXPECT_EQ(places(cyclohexyl), 1U);
  AnalogueSet set;
  set.add(cyclohexyl, test::class_peaks(0), "C");
  set.add(benzoyl, test::class_peaks(0), "B");
  const auto found = set.nearest(furanyl, 8, [](std::string_view) { return true; });
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(set.compound(found[0].known), "B");
  EXPECT_EQ(found[1].places_of_other_kinds, 1U);
}

TEST(AnalogueSet, LeavesACompoundOutWithAllItsSpectra) {
  AnalogueSet set;
  set.add(test::molecule_of(test::kFentanyl), test::class_peaks(0), "F");
  set.add(test::molecule_of(test::kFentanyl), test::class_peaks(0), "F");
  set.add(test::molecule_of(test::kAcetylFentanyl), test::class_peaks(-14), "A");
  const PredictedMolecule asked = test::molecule_of(test::kFentanyl);
  const auto all = set.nearest(asked, 8, [](std::string_view) { return true; });
  ASSERT_EQ(all.size(), 2U);  // one spectrum a compound
  EXPECT_EQ(all[0].known, 0U);
  EXPECT_DOUBLE_EQ(all[0].similarity, 1.0);
  const auto others = set.nearest(asked, 8, [](std::string_view c) { return c != "F"; });
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(set.compound(others[0].known), "A");
}

TEST(AnalogueSet, TakesOfEquallyAlikeCompoundsThoseAddedFirst) {
  AnalogueSet set;
  for (int k = 0; k < 100; ++k) {
    const bool is_fentanyl = k % 10 == 9;
    set.add(test::molecule_of(is_fentanyl ? test::kFentanyl : test::kButyrylFentanyl),
            test::class_peaks(is_fentanyl ? 0 : 14), std::to_string(k));
  }
  const auto found = set.nearest(test::molecule_of(test::kFentanyl), 4,
                                 [](std::string_view compound) { return compound != "29"; });
  ASSERT_EQ(found.size(), 4U);
  const std::size_t expected[] = {9, 19, 39, 49};
  for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(found[k].known, expected[k]);
  const auto rest = set.nearest(test::molecule_of(test::kFentanyl), 12,
                                [](std::string_view compound) { return compound != "9"; });
  ASSERT_EQ(rest.size(), 12U);
  EXPECT_EQ(rest[9].known, 0U);  // behind the nine that are the same molecule
  EXPECT_EQ(rest[11].known, 2U);
}

TEST(AnalogueSet, KnowsSpectraThatCannotBeOfTheirStructure) {
  EXPECT_TRUE(can_be_of(test::class_peaks(0), 336));
  EXPECT_FALSE(can_be_of(test::class_peaks(0), 200));  // most of it lies above the molecule
  const double mz[] = {91, 105, 146};
  const float intensity[] = {1, 2, 3};
  EXPECT_FALSE(can_be_of(Peaks::from_unsorted(mz, intensity), 336));
}

TEST(Isotopes, AreTakenOffAndPutBackAlike) {
  const FragmentGraph molecule = test::graph_of("Clc1ccc(Br)cc1");
  NominalSpectrum spectrum(200, 0.0);
  spectrum[190] = 1.0;
  std::vector<IsotopeAtoms> atoms(200);
  atoms[190] = isotope_atoms(molecule, molecule.all());
  NominalSpectrum full = with_isotopes(spectrum, atoms);
  EXPECT_NEAR(full[192], 0.32 + 0.973, 0.01);
  take_isotopes_off(full, std::vector<IsotopeAtoms>(full.size(), IsotopeAtoms{}));
  EXPECT_GT(full[192], 1.0);  // nothing known, nothing taken off
  full = with_isotopes(spectrum, atoms);
  atoms.resize(full.size());
  take_isotopes_off(full, atoms);
  EXPECT_NEAR(full[190], 1.0, 1e-12);
  EXPECT_NEAR(full[191] + full[192], 0.0, 1e-12);
}

}  // namespace
}  // namespace basepeak
