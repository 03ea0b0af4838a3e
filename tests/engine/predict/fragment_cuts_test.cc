#include "engine/predict/fragment_cuts.h"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

#include "engine/predict/fragments.h"
#include "tests/engine/predict/molecules.h"

namespace basepeak {
namespace {

using Bond = FragmentGraph::Bond;
using Cuts = std::vector<std::tuple<AtomMask, int>>;

// Atoms that can be walked to from `start` without the bonds.
AtomMask reach(const FragmentGraph& molecule, AtomMask within, std::size_t start,
               const std::vector<const Bond*>& cut) {
  AtomMask seen = bit_of(start);
  for (AtomMask before = 0; before != seen;) {
    before = seen;
    for (const Bond& bond : molecule.bonds) {
      bool is_cut = false;
      for (const Bond* one : cut) is_cut = is_cut || one == &bond;
      if (is_cut || !holds(within, bond.begin) || !holds(within, bond.end)) continue;
      if (holds(seen, bond.begin)) seen |= bit_of(bond.end);
      if (holds(seen, bond.end)) seen |= bit_of(bond.begin);
    }
  }
  return seen;
}

Cuts bridges_by_walking(const FragmentGraph& molecule, AtomMask atoms, int most) {
  Cuts cuts;
  for (const Bond& bond : molecule.bonds) {
    if (!holds(atoms, bond.begin) || !holds(atoms, bond.end) || bond.cost > most) continue;
    const AtomMask side = reach(molecule, atoms, bond.begin, {&bond});
    if (!holds(side, bond.end)) cuts.emplace_back(side, bond.cost);
  }
  return cuts;
}

Cuts ring_pairs_by_walking(const FragmentGraph& molecule, AtomMask atoms, int most) {
  Cuts cuts;
  for (const auto& ring : molecule.rings) {
    AtomMask all = 0;
    for (const std::size_t b : ring)
      all |= bit_of(molecule.bonds[b].begin) | bit_of(molecule.bonds[b].end);
    if ((all & ~atoms) != 0) continue;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      for (std::size_t j = i + 1; j < ring.size(); ++j) {
        const Bond& one = molecule.bonds[ring[i]];
        const Bond& other = molecule.bonds[ring[j]];
        const AtomMask side = reach(molecule, atoms, one.begin, {&one, &other});
        if (one.cost + other.cost > most || side == atoms) continue;
        const AtomMask rest = atoms & ~side;
        const auto start = static_cast<std::size_t>(std::countr_zero(rest));
        if (reach(molecule, rest, start, {}) == rest)
          cuts.emplace_back(side, one.cost + other.cost);
      }
    }
  }
  return cuts;
}

TEST(FragmentCuts, AreThoseThatWalkingFindsInTheSameOrder) {
  for (const char* smiles :
       {test::kFentanyl.c_str(),
        "CN1CCC23C4C1CC5=C2C(=C(C=C5)O)OC3C(C=C4)O",            // rings that share bonds
        "C1CC2CCC1CC2", "C1CC12CC2", "c1ccc2c(c1)ccc1ccccc12",  // bridged, spiro, condensed
        "C1CC2CC3CC4CC5CC6CC7CC8CC9CCC9C8C7C6C5C4C3C2C1"}) {
    const FragmentGraph molecule = test::graph_of(smiles);
    const FragmentCuts cuts(molecule);
    const auto fragments = fragments_of(molecule, {2, 70, 60});
    ASSERT_GT(fragments.size(), 10U) << smiles;
    for (const Fragment& fragment : fragments) {
      for (const int most : {13, 30, 70}) {
        Cuts bridges;
        cuts.bridges(fragment.atoms, most,
                     [&](AtomMask side, int cost) { bridges.emplace_back(side, cost); });
        ASSERT_EQ(bridges, bridges_by_walking(molecule, fragment.atoms, most)) << smiles;
        Cuts pairs;
        cuts.ring_pairs(fragment.atoms, most,
                        [&](AtomMask side, int cost) { pairs.emplace_back(side, cost); });
        ASSERT_EQ(pairs, ring_pairs_by_walking(molecule, fragment.atoms, most)) << smiles;
      }
    }
  }
}

}  // namespace
}  // namespace basepeak
