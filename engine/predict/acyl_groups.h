#pragma once

#include "engine/predict/fragment_graph.h"

namespace basepeak {

// The C(=O) and C(=S) groups on a nitrogen, and what stands on their other side: whether they leave
// as a ketene (hydrogens there), as a cation (an aromatic ring, a hetero atom) or not at all.
struct AcylGroups {
  double groups = 0.0;
  double hydrogens = 0.0;    // on the carbons next to them that are not aromatic
  double aromatic = 0.0;     // such groups next to an aromatic carbon
  double hetero = 0.0;       // next to another hetero atom
  double unsaturated = 0.0;  // next to a carbon with a multiple bond
};
[[nodiscard]] AcylGroups acyl_groups(const FragmentGraph& molecule);

}  // namespace basepeak
