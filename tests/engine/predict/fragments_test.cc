#include "engine/predict/fragments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "engine/predict/ei_ions.h"
#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

bool is_connected(const FragmentGraph& molecule, AtomMask mask) {
  AtomMask seen = mask & (~mask + 1);
  for (AtomMask before = 0; before != seen;) {
    before = seen;
    for_each_atom(before, [&](std::size_t i) { seen |= molecule.atoms[i].neighbours & mask; });
  }
  return seen == mask;
}

TEST(Fragments, OfEthanolAreItsSixConnectedPieces) {
  const auto found = fragments_of(test::graph_of("CCO"), kTransferLimits);
  std::set<AtomMask> masks;
  for (const Fragment& fragment : found) masks.insert(fragment.atoms);
  EXPECT_EQ(masks, (std::set<AtomMask>{0b111, 0b001, 0b110, 0b011, 0b100, 0b010}));
  const auto middle =
      std::find_if(found.begin(), found.end(), [](const Fragment& f) { return f.atoms == 0b010; });
  ASSERT_NE(middle, found.end());
  EXPECT_EQ(middle->cost, 23);  // C-C 1.3 and C-O 1.0
  EXPECT_EQ(middle->cut_bonds, 2);
}

TEST(Fragments, OfAnAromaticRingCostTwoDearBonds) {
  for (const Fragment& fragment : fragments_of(test::graph_of("c1ccccc1"), kScoringLimits)) {
    if (fragment.cut_bonds == 0) continue;
    EXPECT_GE(fragment.cost, 40);
  }
}

TEST(Fragments, AreConnectedDifferentAndWithinTheirLimits) {
  const FragmentGraph fentanyl = test::graph_of(test::kFentanyl);
  for (const FragmentationLimits& limits : {kTransferLimits, kScoringLimits}) {
    std::set<AtomMask> seen;
    for (const Fragment& fragment : fragments_of(fentanyl, limits)) {
      EXPECT_TRUE(is_connected(fentanyl, fragment.atoms));
      EXPECT_TRUE(seen.insert(fragment.atoms).second);
      EXPECT_LE(fragment.cost, limits.cost);
      EXPECT_LE(fragment.steps, limits.steps);
    }
  }
}

TEST(Fragments, StopAtTheirNumber) {
  const FragmentGraph fentanyl = test::graph_of(test::kFentanyl);
  EXPECT_EQ(fragments_of(fentanyl, {3, 70, 100}).size(), 100U);
}

TEST(Fragments, OfALargeCageStayBounded) {
  // Many rings that share bonds: the worst that 64 atoms can be.
  const FragmentGraph cage = test::graph_of("C1CC2CC3CC4CC5CC6CC7CC8CC9CCC9C8C7C6C5C4C3C2C1");
  EXPECT_LE(fragments_of(cage, kScoringLimits).size(), kScoringLimits.most);
}

TEST(EiIons, GainAndLoseHydrogensWithinTheirCuts) {
  EXPECT_EQ(ei_hydrogen_shifts(0).lowest, -1);
  EXPECT_EQ(ei_hydrogen_shifts(0).highest, 0);
  EXPECT_EQ(ei_hydrogen_shifts(2).lowest, -3);
  EXPECT_EQ(ei_hydrogen_shifts(2).highest, 2);
  EXPECT_EQ(ei_hydrogen_shifts(9).lowest, -4);
  EXPECT_EQ(ei_hydrogen_shifts(9).highest, 3);
}

TEST(EiIons, NeverLackHydrogens) {
  const FragmentGraph molecule = test::graph_of("FC(F)(F)C#N");
  const auto fragments = fragments_of(molecule, kTransferLimits);
  for (const EiIon& ion : ei_ions(molecule, fragments))
    EXPECT_GE(hydrogens(molecule, fragments[ion.fragment].atoms) + ion.hydrogen_shift, 0);
}

TEST(EiIons, ExplainTheBasePeakOfFentanylByLossOfBenzyl) {
  const FragmentGraph fentanyl = test::graph_of(test::kFentanyl);
  const auto fragments = fragments_of(fentanyl, kTransferLimits);
  const auto ions = ei_ions(fentanyl, fragments);
  const auto cheapest =
      std::min_element(ions.begin(), ions.end(), [](const auto& a, const auto& b) {
        return std::pair(a.mz != 245, a.cost) < std::pair(b.mz != 245, b.cost);
      });
  ASSERT_EQ(cheapest->mz, 245);
  EXPECT_EQ(formula_of(fentanyl, fragments[cheapest->fragment].atoms, cheapest->hydrogen_shift),
            "C15H21N2O");
}

}  // namespace
}  // namespace basepeak
