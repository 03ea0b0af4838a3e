#pragma once

#include <cstdint>
#include <vector>

#include "engine/search/score.h"

namespace basepeak {

// The squared norm of a weighted spectrum: of all its peaks.
[[nodiscard]] double ei_norm(const WeightedUnitMass& spectrum);

// How many times larger that is, at least, than the squared weights that count in any case,
// whatever the other spectrum holds: those of peaks above the trace limit from each start on; for
// starts 0 to `starts` - 1. Rounded up; where nothing counts in any case so large that any bound is
// reached.
[[nodiscard]] std::vector<float> ei_shares(const WeightedUnitMass& spectrum, std::uint32_t starts);

}  // namespace basepeak
