#include "engine/predict/esi_ions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "engine/chemistry/formula.h"
#include "engine/predict/esi_generic_rows.h"
#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

const EsiFormula* formula_at(const EsiIons& ions, const std::string& formula) {
  for (const EsiFormula& one : ions.formulas)
    if (formula_of(one.composition) == formula) return &one;
  return nullptr;
}

TEST(EsiIons, HoldsTheIonsThatFentanylIsKnownFor) {
  const EsiIons ions = esi_ions(test::graph_of(test::kFentanyl));
  const EsiFormula* base = formula_at(ions, "C13H18N");
  ASSERT_NE(base, nullptr);
  EXPECT_NEAR(base->mz, 188.1434, 1e-4);
  EXPECT_TRUE(is_even_electron(base->composition));
  const EsiFormula* phenethyl = formula_at(ions, "C8H9");
  ASSERT_NE(phenethyl, nullptr);
  EXPECT_NEAR(phenethyl->mz, 105.0699, 1e-4);
}

TEST(EsiIons, GivesEveryFormulaItsOwnExactMass) {
  const EsiIons ions = esi_ions(test::graph_of("CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccc(Cl)s2)CC1"));
  for (const EsiFormula& one : ions.formulas) {
    const double mass = Formula::parse(formula_of(one.composition)).monoisotopic_mass();
    EXPECT_NEAR(one.mz, mass - kElectronMass, 1e-6) << formula_of(one.composition);
  }
}

TEST(EsiIons, ListsAFormulaOnceWithItsCheapestIonFirst) {
  const EsiIons ions = esi_ions(test::graph_of(test::kFentanyl));
  std::set<Composition> seen;
  for (std::size_t f = 0; f < ions.formulas.size(); ++f) {
    const EsiFormula& one = ions.formulas[f];
    EXPECT_TRUE(seen.insert(one.composition).second);
    if (f > 0) {
      EXPECT_LE(ions.formulas[f - 1].mz, one.mz);
    }
    for (std::uint32_t i = one.first + 1; i < one.first + one.count; ++i)
      EXPECT_LE(ions.ions[i - 1].cost, ions.ions[i].cost);
    EXPECT_EQ(ions.find(one.composition), f);
  }
}

TEST(EsiIons, KnowsRadicalsByTheirAtoms) {
  const FragmentGraph graph = test::graph_of(test::kFentanyl);
  const Compositions compositions(graph);
  EXPECT_TRUE(is_even_electron(compositions.of(graph.all(), 1)));   // [M+H]+
  EXPECT_FALSE(is_even_electron(compositions.of(graph.all(), 0)));  // M+.
}

TEST(EsiIons, IsBoundedForAMoleculeOfSixtyFourAtoms) {
  std::string chain = "N";
  for (int i = 0; i < 21; ++i) chain += "C(C)O";
  const EsiIons ions = esi_ions(test::graph_of(chain));
  EXPECT_LE(ions.fragments.size(), kEsiLimits.most);
  EXPECT_FALSE(ions.formulas.empty());
}

TEST(EsiGenericRows, HasAColumnForEveryName) {
  const PredictedMolecule molecule = test::molecule_of(test::kFentanyl);
  const EsiIons ions = esi_ions(molecule.graph);
  EXPECT_EQ(esi_molecule_rows(molecule, ions, {}).size(), ions.formulas.size() * kEsiMoleculeWidth);
  EXPECT_EQ(esi_conditions_row(molecule.graph, {InstrumentClass::hcd, 35.0}).size(),
            kEsiConditionsWidth);
  EXPECT_EQ(esi_generic_row_names().size(), kEsiGenericWidth);
}

}  // namespace
}  // namespace basepeak
