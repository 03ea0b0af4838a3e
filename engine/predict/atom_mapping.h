#pragma once

#include <cstddef>
#include <vector>

#include "engine/predict/environments.h"
#include "engine/predict/fragment_graph.h"

namespace basepeak {

inline constexpr std::size_t kUnmapped = static_cast<std::size_t>(-1);

// Which atom of one molecule stands where an atom of the other does.
struct AtomMapping {
  std::vector<std::size_t> to_other;    // one an atom of the first molecule, or kUnmapped
  std::vector<std::size_t> from_other;  // one an atom of the second
  std::size_t mapped = 0;
  // Mapped atoms over all atoms of both, 0 to 1; those with equal hydrogens count whole, others
  // half.
  double similarity = 0.0;
};

// A large common substructure: atoms of one element and kind on bonds of one order; a ring is
// mapped whole or not at all. Grown from the atoms whose surroundings agree widest, and from the
// carbon-4 atoms of 4-anilinopiperidines, with a bounded number of steps (no clock): the same
// molecules have the same mapping everywhere.
[[nodiscard]] AtomMapping map_atoms(const FragmentGraph& first,
                                    const std::vector<Environment>& first_environments,
                                    const FragmentGraph& second,
                                    const std::vector<Environment>& second_environments);

}  // namespace basepeak
