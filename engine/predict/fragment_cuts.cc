#include "engine/predict/fragment_cuts.h"

#include <algorithm>

namespace basepeak {
namespace {

AtomMask ends_of(const FragmentGraph::Bond& bond) { return bit_of(bond.begin) | bit_of(bond.end); }

}  // namespace

FragmentCuts::FragmentCuts(const FragmentGraph& molecule) : molecule_(molecule) {
  add_bonds();
  add_rings();
}

void FragmentCuts::add_bonds() {
  Masks neighbours{};
  for (std::size_t i = 0; i < molecule_.atoms.size(); ++i)
    neighbours[i] = molecule_.atoms[i].neighbours;
  for (const FragmentGraph::Bond& bond : molecule_.bonds) {
    CutBond& made = bonds_.emplace_back();
    made.begin = bond.begin;
    made.end = bit_of(bond.end);
    made.ends = ends_of(bond);
    made.cost = bond.cost;
    Masks without = neighbours;
    without[bond.begin] &= ~made.end;
    without[bond.end] &= ~bit_of(bond.begin);
    made.begin_side = reach(bit_of(bond.begin), without);
    made.is_cyclic = (made.begin_side & made.end) != 0;
    if (!made.is_cyclic) continue;
    in_rings_[bond.begin] |= made.end;
    in_rings_[bond.end] |= bit_of(bond.begin);
  }
  for (std::size_t i = 0; i < molecule_.atoms.size(); ++i) {
    // Of the rings that hang together with the atom no bond is taken.
    const AtomMask system = reach(bit_of(i), in_rings_);
    Masks without = neighbours;
    for_each_atom(system, [&](std::size_t atom) { without[atom] &= ~in_rings_[atom]; });
    hanging_[i] = reach(bit_of(i), without);
  }
}

void FragmentCuts::add_rings() {
  for (const auto& bonds : molecule_.rings) {
    Ring& ring = rings_.emplace_back();
    std::vector<int> costs;
    for (std::size_t i = 0; i < bonds.size(); ++i) {
      const FragmentGraph::Bond& bond = molecule_.bonds[bonds[i]];
      const FragmentGraph::Bond& before =
          molecule_.bonds[bonds[(i + bonds.size() - 1) % bonds.size()]];
      ring.bonds.push_back(&bond);
      ring.atoms.push_back(
          static_cast<std::size_t>(std::countr_zero(ends_of(before) & ends_of(bond))));
      ring.all |= ends_of(bond);
      costs.push_back(bond.cost);
    }
    for (const std::size_t b : bonds) bonds_[b].rings.push_back(ring.all);
    std::partial_sort(costs.begin(), costs.begin() + 2, costs.end());
    ring.two_cheapest = costs[0] + costs[1];
    ring.is_alone = std::all_of(ring.atoms.begin(), ring.atoms.end(), [&](std::size_t atom) {
      return in_rings_[atom] == next_in_ring(ring, atom);
    });
  }
}

AtomMask FragmentCuts::reach(AtomMask seen, const Masks& neighbours) const noexcept {
  for (AtomMask open = seen; open != 0;) {
    const auto atom = static_cast<std::size_t>(std::countr_zero(open));
    open &= open - 1;
    const AtomMask next = neighbours[atom] & ~seen;
    seen |= next;
    open |= next;
  }
  return seen;
}

AtomMask FragmentCuts::side_of(const CutBond& bond, AtomMask atoms) const noexcept {
  AtomMask seen = bit_of(bond.begin);
  AtomMask side = hanging_[bond.begin];
  for (AtomMask open = in_rings_[bond.begin] & atoms & ~bond.end; open != 0;) {
    const auto atom = static_cast<std::size_t>(std::countr_zero(open));
    seen |= bit_of(atom);
    side |= hanging_[atom];
    const AtomMask next = in_rings_[atom] & atoms;
    if ((next & bond.end) != 0) return 0;
    open = (open | next) & ~seen;
  }
  return side & atoms;
}

FragmentCuts::Arcs FragmentCuts::arcs_of(const Ring& ring, AtomMask atoms) const noexcept {
  const std::size_t size = ring.atoms.size();
  Arcs arcs;
  for (std::size_t i = 0; i < size; ++i) {
    AtomMask seen = hanging_[ring.atoms[i]] & atoms;
    if (!ring.is_alone) {
      seen = bit_of(ring.atoms[i]);
      for (AtomMask open = seen; open != 0;) {
        const auto atom = static_cast<std::size_t>(std::countr_zero(open));
        open &= open - 1;
        AtomMask next = molecule_.atoms[atom].neighbours & atoms & ~seen;
        if (holds(ring.all, atom)) next &= ~next_in_ring(ring, atom);
        seen |= next;
        open |= next;
      }
    }
    arcs.hanging[i] = seen;
    arcs.up_to[i] = seen | (i > 0 ? arcs.up_to[i - 1] : 0);
  }
  arcs.behind[size - 1] = 0;
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
