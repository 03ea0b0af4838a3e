#pragma once

#include "engine/spectrum/peaks.h"

namespace basepeak::benchmarks {

// Unit masses, each spectrum scaled to its base peak; of the second `amount`.
[[nodiscard]] Peaks sum_of(const Peaks& a, const Peaks& b, double amount);

}  // namespace basepeak::benchmarks
