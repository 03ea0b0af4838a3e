#include "engine/predict/acyl_groups.h"

#include <gtest/gtest.h>

#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

TEST(AcylGroups, CountTheHydrogensThatAKeteneNeeds) {
  EXPECT_EQ(acyl_groups(test::graph_of(test::kFentanyl)).groups, 1.0);
  EXPECT_EQ(acyl_groups(test::graph_of(test::kFentanyl)).hydrogens, 2.0);
  EXPECT_EQ(acyl_groups(test::graph_of(test::kAcetylFentanyl)).hydrogens, 3.0);
}

TEST(AcylGroups, TellWhatLeavesAsACation) {
  const AcylGroups furoyl = acyl_groups(test::graph_of("CN(C)C(=O)c1ccco1"));
  EXPECT_EQ(furoyl.aromatic, 1.0);
  EXPECT_EQ(furoyl.hydrogens, 0.0);
  const AcylGroups carbamate = acyl_groups(test::graph_of("CN(C)C(=O)OC"));
  EXPECT_EQ(carbamate.hetero, 1.0);
  const AcylGroups acryloyl = acyl_groups(test::graph_of("CN(C)C(=O)C=C"));
  EXPECT_EQ(acryloyl.unsaturated, 1.0);
  EXPECT_EQ(acryloyl.hydrogens, 1.0);
}

TEST(AcylGroups, CountTheSecondNitrogenOfAUreaAsAHeteroAtom) {
  const AcylGroups urea = acyl_groups(test::graph_of("CN(C)C(=O)N(C)C"));
  EXPECT_EQ(urea.groups, 1.0);
  EXPECT_EQ(urea.hetero, 1.0);
}

TEST(AcylGroups, AreOnANitrogen) {
  EXPECT_EQ(acyl_groups(test::graph_of("CCOC(=O)CC")).groups, 0.0);
}

}  // namespace
}  // namespace basepeak
