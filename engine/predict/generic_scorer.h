#pragma once

#include "engine/predict/boosted_trees.h"
#include "engine/predict/seen_ions.h"

namespace basepeak {

// Trees that judge ions, and what they read of ions that were seen.
struct GenericScorer {
  BoostedTrees trees;
  SeenIons seen;
};

}  // namespace basepeak
