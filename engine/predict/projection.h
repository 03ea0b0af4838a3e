#pragma once

#include <cstddef>
#include <vector>

#include "engine/predict/atom_mapping.h"
#include "engine/predict/fragments.h"

namespace basepeak {

// What a fragment of a known molecule becomes in another one.
struct ProjectedFragment {
  AtomMask atoms = 0;   // of the other molecule; 0 when nothing of it corresponds
  double factor = 0.0;  // how far the correspondence is trusted, 0 to 1
};

// Mapped atoms carry over. A group that only the other molecule has goes along when its attachment
// is inside - and, where the known molecule has a group in that place, when that one is. A group of
// the known molecule cut internally costs a factor 0.05, one lost that the other does not have 0.1.
[[nodiscard]] std::vector<ProjectedFragment> project(const FragmentGraph& known,
                                                     const std::vector<Fragment>& fragments,
                                                     const FragmentGraph& other,
                                                     const AtomMapping& mapping);

// Places where both molecules have a group that the other lacks, and the two begin with different
// kinds of atoms: aromatic, saturated carbon, other carbon, hetero. Such groups fragment in
// different ways.
[[nodiscard]] std::size_t places_of_other_kinds(const FragmentGraph& known,
                                                const FragmentGraph& other,
                                                const AtomMapping& mapping);

}  // namespace basepeak
