#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/predict/fragment_graph.h"

namespace basepeak {

inline constexpr std::size_t kEnvironmentRadii = 9;

// A number for what surrounds an atom within 0, 1, ... 8 bonds: equal for equal surroundings in any
// molecule, on every machine.
using Environment = std::array<std::uint64_t, kEnvironmentRadii>;
[[nodiscard]] std::vector<Environment> environments_of(const FragmentGraph& molecule);

// Up to which radius two atoms have equal surroundings, 0 for none, 9 for all.
[[nodiscard]] std::size_t shared_radii(const Environment& a, const Environment& b) noexcept;

// Surroundings within 2 bonds, ascending, with repeats.
using Fingerprint = std::vector<std::uint64_t>;
[[nodiscard]] Fingerprint fingerprint_of(const std::vector<Environment>& environments);
// Shared over all, 0 to 1, repeats counted (Tanimoto).
[[nodiscard]] double similarity(const Fingerprint& a, const Fingerprint& b) noexcept;

}  // namespace basepeak
