#include "engine/predict/fragment_cuts.h"

#include <algorithm>

namespace basepeak {
namespace {

AtomMask ends_of(const FragmentGraph::Bond& bond) { return bit_of(bond.begin) | bit_of(bond.end); }

}  // namespace

FragmentCuts::FragmentCuts(const FragmentGraph& molecule) : molecule_(molecule) {
  for (const auto& bonds : molecule.rings) {
    Ring& ring = rings_.emplace_back();
    std::vector<int> costs;
    for (std::size_t i = 0; i < bonds.size(); ++i) {
      const FragmentGraph::Bond& bond = molecule.bonds[bonds[i]];
      const FragmentGraph::Bond& before =
          molecule.bonds[bonds[(i + bonds.size() - 1) % bonds.size()]];
      ring.bonds.push_back(&bond);
      ring.atoms.push_back(
          static_cast<std::size_t>(std::countr_zero(ends_of(before) & ends_of(bond))));
      ring.all |= ends_of(bond);
      costs.push_back(bond.cost);
    }
    std::partial_sort(costs.begin(), costs.begin() + 2, costs.end());
    ring.two_cheapest = costs[0] + costs[1];
  }
}

FragmentCuts::Tree FragmentCuts::spanning_tree(AtomMask atoms) const noexcept {
  Tree tree;
  std::array<std::size_t, kMostPredictedAtoms> order;
  std::array<AtomMask, kMostPredictedAtoms> around;  // of the atom and all below it
  const auto root = static_cast<std::size_t>(std::countr_zero(atoms));
  std::size_t count = 0;
  order[count++] = root;
  tree.parent[root] = kMostPredictedAtoms;
  AtomMask seen = bit_of(root);
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t atom = order[k];
    tree.under[atom] = bit_of(atom);
    around[atom] = molecule_.atoms[atom].neighbours & atoms;
    const AtomMask next = around[atom] & ~seen;
    seen |= next;
    for_each_atom(next, [&](std::size_t child) {
      tree.parent[child] = atom;
      order[count++] = child;
    });
  }
  for (std::size_t k = count; k-- > 1;) {
    const std::size_t atom = order[k];
    const std::size_t parent = tree.parent[atom];
    tree.is_bridge_above[atom] =
        (around[atom] & ~tree.under[atom]) == bit_of(parent) &&
        (molecule_.atoms[parent].neighbours & tree.under[atom]) == bit_of(atom);
    tree.under[parent] |= tree.under[atom];
    around[parent] |= around[atom];
  }
  return tree;
}

FragmentCuts::Arcs FragmentCuts::arcs_of(const Ring& ring, AtomMask atoms) const {
  const std::size_t size = ring.atoms.size();
  Arcs arcs;
  arcs.hanging.resize(size);
  arcs.up_to.resize(size);
  arcs.behind.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    AtomMask seen = bit_of(ring.atoms[i]);
    for (AtomMask open = seen; open != 0;) {
      const auto atom = static_cast<std::size_t>(std::countr_zero(open));
      open &= open - 1;
      AtomMask next = molecule_.atoms[atom].neighbours & atoms & ~seen;
      if (holds(ring.all, atom)) next &= ~next_in_ring(ring, atom);
      seen |= next;
      open |= next;
    }
    arcs.hanging[i] = seen;
    arcs.up_to[i] = seen | (i > 0 ? arcs.up_to[i - 1] : 0);
  }
  for (std::size_t i = size - 1; i-- > 0;)
    arcs.behind[i] = arcs.behind[i + 1] | arcs.hanging[i + 1];
  return arcs;
}

AtomMask FragmentCuts::next_in_ring(const Ring& ring, std::size_t atom) noexcept {
  const std::size_t size = ring.atoms.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (ring.atoms[i] == atom)
      return bit_of(ring.atoms[(i + 1) % size]) | bit_of(ring.atoms[(i + size - 1) % size]);
  }
  return 0;
}

}  // namespace basepeak
