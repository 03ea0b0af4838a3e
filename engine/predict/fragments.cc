#include "engine/predict/fragments.h"

#include <algorithm>

#include "engine/predict/fragment_cuts.h"
#include "engine/predict/fragment_places.h"

namespace basepeak {
namespace {

class Enumeration {
 public:
  Enumeration(const FragmentGraph& molecule, const FragmentationLimits& limits)
      : molecule_(molecule), limits_(limits), cuts_(molecule) {}

  std::vector<Fragment> run() {
    add(molecule_.all(), 0, 0);
    std::size_t first = 0;
    for (int step = 1; step <= limits_.steps; ++step) {
      const std::size_t last = found_.size();
      for (std::size_t f = first; f < last; ++f) {
        const Fragment fragment = found_[f];
        // Also bonds of a ring that an earlier cut has opened.
        cuts_.bridges(fragment.atoms, limits_.cost - fragment.cost,
                      [&](AtomMask side, int cost) { add_both(fragment, side, cost, step); });
        cuts_.ring_pairs(fragment.atoms, limits_.cost - fragment.cost,
                         [&](AtomMask side, int cost) { add_both(fragment, side, cost, step); });
      }
      first = last;
      if (found_.size() >= limits_.most) break;
    }
    for (Fragment& fragment : found_) {
      AtomMask cut = 0;  // counted in the lowest bit, so that nothing jumps
      for (const FragmentGraph::Bond& bond : molecule_.bonds)
        cut += (fragment.atoms >> bond.begin ^ fragment.atoms >> bond.end) & 1U;
      fragment.cut_bonds = static_cast<int>(cut);
    }
    return std::move(found_);
  }

 private:
  void add_both(const Fragment& fragment, AtomMask side, int cost, int step) {
    add(side, fragment.cost + cost, step);
    add(fragment.atoms & ~side, fragment.cost + cost, step);
  }

  void add(AtomMask atoms, int cost, int step) {
    const auto known = places_.find(atoms);
    if (known) {
      found_[*known].cost = std::min(found_[*known].cost, cost);
      return;
    }
    if (found_.size() >= limits_.most) return;
    places_.add(atoms, static_cast<std::uint32_t>(found_.size()));
    found_.push_back({atoms, cost, step, 0});
  }

  const FragmentGraph& molecule_;
  const FragmentationLimits limits_;
  const FragmentCuts cuts_;
  FragmentPlaces places_;
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
