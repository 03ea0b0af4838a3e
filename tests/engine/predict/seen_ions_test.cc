#include "engine/predict/seen_ions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/predict/esi_generic_rows.h"
#include "tests/engine/predict/molecules.h"
#include "tests/support/expect_error.h"

namespace basepeak {
namespace {

struct Keyed {
  EsiIons ions;
  std::vector<SeenKeys> keys;
};

Keyed keyed(const std::string& smiles) {
  const PredictedMolecule molecule = test::molecule_of(smiles);
  Keyed made{esi_ions(molecule.graph), {}};
  made.keys = seen_keys(molecule, made.ions);
  return made;
}

const SeenKeys& keys_of(const Keyed& molecule, const std::string& formula) {
  for (std::size_t f = 0; f < molecule.ions.formulas.size(); ++f)
    if (formula_of(molecule.ions.formulas[f].composition) == formula) return molecule.keys[f];
  throw std::logic_error(formula);
}

TEST(SeenIons, KnowsThePhenethylIonOfTwoMoleculesAsTheSame) {
  const SeenKeys a = keys_of(keyed(test::kFentanyl), "C8H9");
  const SeenKeys b = keys_of(keyed(test::kAcetylFentanyl), "C8H9");
  for (const SeenKind kind : {kSeenIon, kSeenCut, kSeenBareCut, kSeenFormula})
    EXPECT_EQ(a[kind], b[kind]);
  for (const SeenKind kind : {kSeenLoss, kSeenLostFormula}) EXPECT_NE(a[kind], b[kind]);
}

TEST(SeenIons, KnowsTheLossOfPropanoylOfTwoMoleculesAsTheSame) {
  const SeenKeys a = keys_of(keyed(test::kFentanyl), "C19H25N2");
  const SeenKeys b = keys_of(keyed("CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"), "C19H24FN2");
  for (const SeenKind kind : {kSeenLoss, kSeenBareCut, kSeenLostFormula})
    EXPECT_EQ(a[kind], b[kind]);
  for (const SeenKind kind : {kSeenIon, kSeenFormula}) EXPECT_NE(a[kind], b[kind]);
}

TEST(SeenIons, CountsTheHydrogens) {
  const Keyed fentanyl = keyed(test::kFentanyl);
  const SeenKeys a = keys_of(fentanyl, "C8H9");
  const SeenKeys b = keys_of(fentanyl, "C8H7");
  for (std::size_t kind = 0; kind < kSeenKinds; ++kind) EXPECT_NE(a[kind], b[kind]);
}

TEST(SeenIons, DoesNotDependOnHowTheMoleculeIsWritten) {
  const Keyed a = keyed(test::kFentanyl);
  const Keyed b = keyed("c1ccc(cc1)CCN1CCC(CC1)N(C(=O)CC)c1ccccc1");
  for (const char* formula : {"C8H9", "C13H18N", "C14H18NO"})
    EXPECT_EQ(keys_of(a, formula), keys_of(b, formula)) << formula;
}

TEST(SeenIons, ComparesEnergiesPerMass) {
  EXPECT_EQ(energy_band(20.0, 200.0), 2U);
  EXPECT_EQ(energy_band(20.0, 400.0), 1U);
  EXPECT_EQ(energy_band(20.0, 600.0), 0U);
}

TEST(SeenIons, SaysNothingOfWhatIsUnknown) {
  std::array<std::vector<SeenIons::Entry>, kSeenKinds> entries;
  entries[kSeenLoss] = {{3, {10, 20, 30}, 9}, {5, {1, 2, 3}, 200}};
  const SeenIons seen(entries);
  const auto row = seen_row(seen, {5, 5, 5, 5, 5, 5});
  ASSERT_EQ(seen_row_names(kEsiReadings).size(), row.size());
  EXPECT_TRUE(std::isnan(row[0]));
  EXPECT_EQ(row[4], 1.0F);
  EXPECT_EQ(row[7], 200.0F);
  EXPECT_TRUE(std::isnan(row[8]));
  EXPECT_TRUE(std::isnan(seen_row(seen, {4, 4, 4, 4, 4, 4})[4]));
}

TEST(SeenIons, RefusesEntriesOutOfOrder) {
  std::array<std::vector<SeenIons::Entry>, kSeenKinds> entries;
  entries[kSeenCut] = {{5, {}, 1}, {5, {}, 1}};
  test::expect_input_error([&] { static_cast<void>(SeenIons(entries)); }, "not in order");
}

}  // namespace
}  // namespace basepeak
