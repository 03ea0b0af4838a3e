#pragma once

#include <vector>

#include "engine/prepare/unmixing.h"

namespace basepeak {

// Takes out components that are a part of a far larger neighbour's own peak: within its span, of a
// tenth of its area or less (of half, if most of its ions have no maximum of their own there), and
// of nearly the same spectrum: an overloaded peak fronts or tails, and its foot is perceived again.
// The neighbour gets its area, and its remarks say what was taken as its part. Two isomers of
// comparable amount are never joined by this, nor what one peak shape told apart (co_elution.h).
[[nodiscard]] std::vector<Query> join_shoulders(std::vector<Unmixed> components);

}  // namespace basepeak
