#include "engine/predict/sub_formula.h"

#include <gtest/gtest.h>

#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

Composition protonated(const std::string& smiles) {
  const FragmentGraph graph = test::graph_of(smiles);
  return Compositions(graph).of(graph.all(), 1);
}
const std::string kThioxanthone = "O=c1c2ccccc2sc2ccccc12";

TEST(SubFormula, FindsAnIonThatComesAboutByRearrangement) {
  // [M+H]+ less CO and CS.
  const auto found = sub_formula(protonated(kThioxanthone), 139.0542, 0.002);
  ASSERT_TRUE(found);
  EXPECT_EQ(formula_of(*found), "C11H7");
}

TEST(SubFormula, TakesNoAtomsThatTheMoleculeLacks) {
  EXPECT_FALSE(sub_formula(protonated(test::kFentanyl), 98.9842, 0.002));
}

TEST(SubFormula, GivesRadicalsWhereThereIsNoOtherIon) {
  const auto found = sub_formula(protonated(kThioxanthone), 152.0621, 0.002);
  ASSERT_TRUE(found);
  EXPECT_EQ(formula_of(*found), "C12H8");
}

TEST(SubFormula, SaysNothingWhereTooManyWouldDo) {
  EXPECT_FALSE(sub_formula(protonated(test::kFentanyl), 188.1434, 0.2));
}

TEST(SubFormula, LeavesTheRestOfAMolecule) {
  const Composition whole = protonated(kThioxanthone);
  const auto ion = sub_formula(whole, 139.0542, 0.002);
  ASSERT_TRUE(ion);
  EXPECT_EQ(formula_of(*difference(whole, *ion)), "C2H2OS");
  EXPECT_FALSE(difference(*ion, whole));
  EXPECT_DOUBLE_EQ(unsaturation(*ion), 8.5);
}

}  // namespace
}  // namespace basepeak
