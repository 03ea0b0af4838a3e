#pragma once

#include <array>
#include <vector>

#include "engine/predict/fragment_graph.h"

namespace basepeak {

// The ways to cut a connected set of atoms of one molecule into two connected sets. What does not
// depend on the set is worked out once: a molecule has thousands of sets.
class FragmentCuts {
 public:
  explicit FragmentCuts(const FragmentGraph& molecule);

  // Calls visit(side, cost) for every bond of the set that alone holds it together and costs at
  // most `most`, in the order of the bonds; `side` holds the bond's beginning.
  template <typename Visit>
  void bridges(AtomMask atoms, int most, const Visit& visit) const {
    for (const CutBond& bond : bonds_) {
      if (bond.cost > most || (bond.ends & ~atoms) != 0) continue;
      if (!bond.is_cyclic) {
        visit(bond.begin_side & atoms, bond.cost);
      } else if (!is_in_whole_ring(bond, atoms)) {
        const AtomMask side = side_of(bond, atoms);
        if (side != 0) visit(side, bond.cost);
      }
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
  struct CutBond {
    std::size_t begin = 0;
    AtomMask end = 0;
    AtomMask ends = 0;
    AtomMask begin_side = 0;  // of the whole molecule, where the bond is in no ring
    std::vector<AtomMask> rings;
    int cost = 0;
    bool is_cyclic = false;
  };
  struct Ring {
    std::vector<const FragmentGraph::Bond*> bonds;
    std::vector<std::size_t> atoms;  // atom i lies between bonds i - 1 and i
    AtomMask all = 0;
    int two_cheapest = 0;
    bool is_alone = false;  // no atom is shared with another ring
  };
  // For each ring atom what hangs together with it when all bonds of the ring are taken away, and
  // that of all ring atoms up to it and behind it.
  using Masks = std::array<AtomMask, kMostPredictedAtoms>;
  struct Arcs {
    Masks hanging, up_to, behind;
  };

  void add_bonds();
  void add_rings();
  [[nodiscard]] AtomMask reach(AtomMask seen, const Masks& neighbours) const noexcept;
  [[nodiscard]] static bool is_in_whole_ring(const CutBond& bond, AtomMask atoms) noexcept {
    for (const AtomMask ring : bond.rings)
      if ((ring & ~atoms) == 0) return true;
    return false;
  }
  // The part of the set at the beginning of a bond of opened rings; 0 when a ring still closes it.
  [[nodiscard]] AtomMask side_of(const CutBond& bond, AtomMask atoms) const noexcept;
  [[nodiscard]] Arcs arcs_of(const Ring& ring, AtomMask atoms) const noexcept;
  // The atoms before and behind one of the ring's.
  [[nodiscard]] static AtomMask next_in_ring(const Ring& ring, std::size_t atom) noexcept;

  const FragmentGraph& molecule_;
  std::vector<CutBond> bonds_;
  std::vector<Ring> rings_;
  Masks in_rings_{};  // neighbours of each atom on bonds of rings
  Masks hanging_{};   // what is bound to an atom otherwise, and all behind that; the atom itself
};

}  // namespace basepeak
