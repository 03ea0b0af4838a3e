#include "engine/predict/fragments.h"

#include <algorithm>
#include <unordered_map>

namespace basepeak {
namespace {

using Bond = FragmentGraph::Bond;

// Up to two bonds not to step over.
struct Cut {
  const Bond* first = nullptr;
  const Bond* second = nullptr;
};

AtomMask reach(const FragmentGraph& molecule, AtomMask within, std::size_t start, const Cut& cut) {
  AtomMask seen = bit_of(start);
  for (AtomMask open = seen; open != 0;) {
    const auto atom = static_cast<std::size_t>(std::countr_zero(open));
    open &= open - 1;
    AtomMask next = molecule.atoms[atom].neighbours & within & ~seen;
    for (const Bond* bond : {cut.first, cut.second}) {
      if (bond == nullptr) continue;
      if (bond->begin == atom) next &= ~bit_of(bond->end);
      if (bond->end == atom) next &= ~bit_of(bond->begin);
    }
    seen |= next;
    open |= next;
  }
  return seen;
}

class Enumeration {
 public:
  Enumeration(const FragmentGraph& molecule, const FragmentationLimits& limits)
      : molecule_(molecule), limits_(limits) {
    for (const auto& ring : molecule.rings) {
      AtomMask atoms = 0;
      for (const std::size_t b : ring)
        atoms |= bit_of(molecule.bonds[b].begin) | bit_of(molecule.bonds[b].end);
      ring_atoms_.push_back(atoms);
    }
  }

  std::vector<Fragment> run() {
    add(molecule_.all(), 0, 0);
    std::size_t first = 0;
    for (int step = 1; step <= limits_.steps; ++step) {
      const std::size_t last = found_.size();
      for (std::size_t f = first; f < last; ++f) {
        cut_bridges(found_[f], step);
        cut_rings(found_[f], step);
      }
      first = last;
      if (found_.size() >= limits_.most) break;
    }
    for (Fragment& fragment : found_) {
      for (const Bond& bond : molecule_.bonds) {
        if (holds(fragment.atoms, bond.begin) != holds(fragment.atoms, bond.end))
          ++fragment.cut_bonds;
      }
    }
    return std::move(found_);
  }

 private:
  void add(AtomMask atoms, int cost, int step) {
    if (cost > limits_.cost) return;
    const auto known = place_.find(atoms);
    if (known != place_.end()) {
      found_[known->second].cost = std::min(found_[known->second].cost, cost);
      return;
    }
    if (found_.size() >= limits_.most) return;
    place_.emplace(atoms, found_.size());
    found_.push_back({atoms, cost, step, 0});
  }

  // Also bonds of a ring that an earlier cut has opened.
  void cut_bridges(const Fragment fragment, int step) {
    for (const Bond& bond : molecule_.bonds) {
      if (!holds(fragment.atoms, bond.begin) || !holds(fragment.atoms, bond.end)) continue;
      const int cost = fragment.cost + bond.cost;
      if (cost > limits_.cost) continue;
      const AtomMask side = reach(molecule_, fragment.atoms, bond.begin, {&bond, nullptr});
      if (holds(side, bond.end)) continue;
      add(side, cost, step);
      add(fragment.atoms & ~side, cost, step);
    }
  }

  void cut_rings(const Fragment fragment, int step) {
    for (std::size_t r = 0; r < molecule_.rings.size(); ++r) {
      if ((ring_atoms_[r] & ~fragment.atoms) != 0) continue;
      const auto& ring = molecule_.rings[r];
      for (std::size_t i = 0; i < ring.size(); ++i) {
        for (std::size_t j = i + 1; j < ring.size(); ++j) {
          const Bond& one = molecule_.bonds[ring[i]];
          const Bond& other = molecule_.bonds[ring[j]];
          const int cost = fragment.cost + one.cost + other.cost;
          if (cost > limits_.cost) continue;
          const AtomMask side = reach(molecule_, fragment.atoms, one.begin, {&one, &other});
          const AtomMask rest = fragment.atoms & ~side;
          if (rest == 0) continue;
          const auto start = static_cast<std::size_t>(std::countr_zero(rest));
          if (reach(molecule_, rest, start, {}) != rest) continue;
          add(side, cost, step);
          add(rest, cost, step);
        }
      }
    }
  }

  const FragmentGraph& molecule_;
  const FragmentationLimits limits_;
  std::vector<AtomMask> ring_atoms_;
  std::unordered_map<AtomMask, std::size_t> place_;
  std::vector<Fragment> found_;
};

}  // namespace

std::vector<Fragment> fragments_of(const FragmentGraph& molecule,
                                   const FragmentationLimits& limits) {
  return Enumeration(molecule, limits).run();
}

HydrogenShifts ei_hydrogen_shifts(int cut_bonds) noexcept {
  return {-std::min(cut_bonds + 1, 4), std::min(cut_bonds, 3)};
}

}  // namespace basepeak
