#include "engine/predict/atom_mapping.h"

#include <gtest/gtest.h>

#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

AtomMapping mapped(const std::string& first, const std::string& second) {
  const PredictedMolecule a = test::molecule_of(first);
  const PredictedMolecule b = test::molecule_of(second);
  return map_atoms(a.graph, a.environments, b.graph, b.environments);
}

TEST(AtomMapping, OfAMoleculeOntoItselfIsWhole) {
  const AtomMapping mapping = mapped(test::kFentanyl, test::kFentanyl);
  EXPECT_EQ(mapping.mapped, 25U);
  EXPECT_DOUBLE_EQ(mapping.similarity, 1.0);
}

TEST(AtomMapping, DoesNotDependOnHowTheSmilesIsWritten) {
  const AtomMapping mapping = mapped(test::kFentanyl, "c1ccc(cc1)CCN1CCC(CC1)N(C(=O)CC)c1ccccc1");
  EXPECT_EQ(mapping.mapped, 25U);
  EXPECT_DOUBLE_EQ(mapping.similarity, 1.0);
}

TEST(AtomMapping, LeavesOutWhatOnlyOneHas) {
  const AtomMapping mapping = mapped(test::kAcetylFentanyl, test::kFentanyl);
  EXPECT_EQ(mapping.mapped, 24U);
  EXPECT_GT(mapping.similarity, 0.9);
  EXPECT_LT(mapping.similarity, 1.0);
}

TEST(AtomMapping, GoesBothWays) {
  const AtomMapping mapping = mapped(test::kButyrylFentanyl, test::kAcetylFentanyl);
  for (std::size_t i = 0; i < mapping.to_other.size(); ++i) {
    if (mapping.to_other[i] == kUnmapped) continue;
    EXPECT_EQ(mapping.from_other[mapping.to_other[i]], i);
  }
}

TEST(AtomMapping, PutsTheTwoPhenylsOfTheClassWhereTheyBelong) {
  // The aniline ring carries the fluorine in one, the phenethyl ring in the other.
  const std::string on_aniline = "CCC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1";
  const std::string on_phenethyl = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccc(F)cc2)CC1";
  const AtomMapping mapping = mapped(on_aniline, on_phenethyl);
  EXPECT_EQ(mapping.mapped, 25U);
  EXPECT_EQ(mapping.to_other[4], 4U);         // amide nitrogen
  EXPECT_EQ(mapping.to_other[9], kUnmapped);  // fluorine
}

TEST(AtomMapping, TakesARingWholeOrNotAtAll) {
  const AtomMapping mapping = mapped("CCC1CCCC1", "CCC1CCCCC1");
  EXPECT_EQ(mapping.mapped, 2U);
}

TEST(AtomMapping, OfUnlikeMoleculesIsSmall) {
  EXPECT_LT(mapped("CCCCCCCC", "c1ccccc1").similarity, 0.01);
}

TEST(AtomMapping, IsQuickWhereEverythingLooksTheSame) {
  // Symmetry offers a great many equal mappings; the search is bounded by steps.
  const AtomMapping mapping =
      mapped("C(c1ccccc1)(c1ccccc1)(c1ccccc1)c1ccccc1", "N(c1ccccc1)(c1ccccc1)c1ccccc1");
  EXPECT_GE(mapping.mapped, 6U);
}

}  // namespace
}  // namespace basepeak
