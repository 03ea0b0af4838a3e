#pragma once

#include <array>
#include <vector>

#include "engine/predict/fragment_graph.h"

namespace basepeak {

// The ways to cut a connected set of atoms of one molecule into two connected sets.
class FragmentCuts {
 public:
  explicit FragmentCuts(const FragmentGraph& molecule);

  // Calls visit(side, cost) for every bond of the set that alone holds it together and costs at
  // most `most`, in the order of the bonds; `side` holds the bond's beginning.
  template <typename Visit>
  void bridges(AtomMask atoms, int most, const Visit& visit) const {
    const Tree tree = spanning_tree(atoms);
    for (const FragmentGraph::Bond& bond : molecule_.bonds) {
      if (bond.cost > most || !holds(atoms, bond.begin) || !holds(atoms, bond.end)) continue;
      const bool ends_below = tree.parent[bond.end] == bond.begin;
      if (!ends_below && tree.parent[bond.begin] != bond.end) continue;  // closes a ring
      const std::size_t below = ends_below ? bond.end : bond.begin;
      if (!tree.is_bridge_above[below]) continue;
      visit(ends_below ? atoms & ~tree.under[below] : tree.under[below], bond.cost);
    }
  }

  // Calls visit(side, cost) for every pair of bonds of one ring that lies whole in the set, where
  // cutting both leaves two connected sets and costs at most `most`; rings in order, pairs in
  // order; `side` holds the beginning of the pair's first bond.
  template <typename Visit>
  void ring_pairs(AtomMask atoms, int most, const Visit& visit) const {
    for (const Ring& ring : rings_) {
      if ((ring.all & ~atoms) != 0 || ring.two_cheapest > most) continue;
      const Arcs arcs = arcs_of(ring, atoms);
      for (std::size_t i = 0; i < ring.bonds.size(); ++i) {
        const FragmentGraph::Bond& one = *ring.bonds[i];
        AtomMask between = 0;
        for (std::size_t j = i + 1; j < ring.bonds.size(); ++j) {
          between |= arcs.hanging[j];
          const int cost = one.cost + ring.bonds[j]->cost;
          // A ring fused to this one may hold the two arcs together.
          if (cost > most || (between & (arcs.up_to[i] | arcs.behind[j])) != 0) continue;
          visit(holds(between, one.begin) ? between : atoms & ~between, cost);
        }
      }
    }
  }

 private:
  struct Ring {
    std::vector<const FragmentGraph::Bond*> bonds;
    std::vector<std::size_t> atoms;  // atom i lies between bonds i - 1 and i
    AtomMask all = 0;
    int two_cheapest = 0;
  };
  struct Tree {
    std::array<std::size_t, kMostPredictedAtoms> parent;
    std::array<AtomMask, kMostPredictedAtoms> under;  // the atom and what hangs below it
    std::array<bool, kMostPredictedAtoms> is_bridge_above;
  };

  // For each ring atom what hangs together with it when all bonds of the ring are taken away, and
  // that of all ring atoms up to it and behind it.
  struct Arcs {
    std::vector<AtomMask> hanging, up_to, behind;
  };

  [[nodiscard]] Tree spanning_tree(AtomMask atoms) const noexcept;
  [[nodiscard]] Arcs arcs_of(const Ring& ring, AtomMask atoms) const;
  // The atoms before and behind one of the ring's.
  [[nodiscard]] static AtomMask next_in_ring(const Ring& ring, std::size_t atom) noexcept;

  const FragmentGraph& molecule_;
  std::vector<Ring> rings_;
};

}  // namespace basepeak
