#include "engine/chemistry/substructure.h"

#include <gtest/gtest.h>

#include "tests/support/expect_error.h"

namespace basepeak {
namespace {

std::vector<bool> found(const char* smiles, std::initializer_list<const char*> smarts) {
  std::vector<SubstructurePattern> patterns;
  for (const char* one : smarts) patterns.emplace_back(one);
  return find_substructures(smiles, patterns);
}

TEST(Substructure, FindsPatternsInTheirOrder) {
  EXPECT_EQ(found("CCN", {"[NX3H2]", "c", "CC"}), (std::vector<bool>{true, false, true}));
  EXPECT_TRUE(found("CCN", {}).empty());
}

TEST(Substructure, LooksAtTheFreeBaseWithoutSaltAndLabels) {
  EXPECT_EQ(found("CC[NH3+].[Cl-]", {"[NX3H2;+0]", "Cl"}), (std::vector<bool>{true, false}));
  EXPECT_EQ(found("[2H]C([2H])([2H])[NH2+]C", {"[CH3][NX3H][CH3]"}), std::vector<bool>{true});
  // No proton to take: quaternary nitrogen and nitro groups stay.
  EXPECT_EQ(found("C[N+](C)(C)C", {"[NX4+]"}), std::vector<bool>{true});
  EXPECT_EQ(found("C[N+](=O)[O-]", {"[NX3+](=O)[O-]"}), std::vector<bool>{true});
}

TEST(Substructure, RefusesWhatIsNoPatternOrMolecule) {
  test::expect_input_error([] { SubstructurePattern("c1cc("); }, "c1cc(");
  test::expect_input_error([] { SubstructurePattern(""); }, "empty");
  test::expect_input_error([] { static_cast<void>(found("not one", {"C"})); }, "not one");
}

}  // namespace
}  // namespace basepeak
