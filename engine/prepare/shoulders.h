#pragma once

#include <vector>

#include "engine/prepare/query.h"

namespace basepeak {

// Takes out components that are a part of a far larger neighbour's own peak: within its span, of a
// tenth of its area or less, and of nearly the same spectrum (an overloaded peak fronts or tails,
// and its foot is perceived again). The neighbour's remarks say what was taken as its part. Two
// isomers of comparable amount are never joined by this.
void join_shoulders(std::vector<Query>& queries);

}  // namespace basepeak
