#pragma once

#include <cstddef>
#include <vector>

#include "engine/predict/fragment_graph.h"

namespace basepeak {

// A connected piece of a molecule and the least that it costs to cut it out.
struct Fragment {
  AtomMask atoms = 0;
  int cost = 0;   // tenths, see FragmentGraph::Bond
  int steps = 0;  // rounds of cutting, at the first finding
  int cut_bonds = 0;
};

struct FragmentationLimits {
  int steps = 2;
  int cost = 40;            // tenths
  std::size_t most = 6000;  // fragments; what would come after is left out
};

// What transfers look at, and what the generic scorer looks at.
inline constexpr FragmentationLimits kTransferLimits{2, 40, 6000};
inline constexpr FragmentationLimits kScoringLimits{3, 70, 6000};

// The whole molecule first, then what remains when one bridge or two bonds of one ring are cut,
// again and again. Each set of atoms stands there once. The order depends on the molecule's atom
// order alone; the work is bounded by limits.most times the square of the number of bonds.
[[nodiscard]] std::vector<Fragment> fragments_of(const FragmentGraph& molecule,
                                                 const FragmentationLimits& limits);

// Hydrogens that an ion of a fragment with this many cut bonds may have gained, negative for lost.
struct HydrogenShifts {
  int lowest = 0;
  int highest = 0;
};
[[nodiscard]] HydrogenShifts ei_hydrogen_shifts(int cut_bonds) noexcept;

}  // namespace basepeak
