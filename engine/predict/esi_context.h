#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/predict/esi_evidence.h"

namespace basepeak {

// What the stacker reads of an ion beside what is said of the ion itself. Of the scorer and of the
// transfer each: what they say of ions that differ by a few atoms, of other hydrogens at the same
// atoms, of the strongest other ion at the same m/z, and which share lies above it. Of the
// spectrum: how well all agree. Of the analogues: their roots as parts of a spectrum of length
// kUnitLength, mean, spread and mean by how widely they agree around the cut bonds; one by one; and
// which share of their intensity has a place.
inline constexpr std::size_t kEsiDifferences = 12;
inline constexpr std::size_t kEsiContextWidth =
    2 * (kEsiDifferences + 3) + 4 + 3 + 2 * kEsiNeighbours;
using EsiContextRow = std::array<float, kEsiContextWidth>;
inline constexpr double kUnitLength = 2.0;

// One a candidate.
[[nodiscard]] std::vector<EsiContextRow> esi_context(const EsiEvidence& evidence);
[[nodiscard]] std::vector<std::string> esi_context_names();

// An analogue's word on an ion by how widely their surroundings agree (EsiCandidate::agreement).
[[nodiscard]] double local_weight(double analogue_weight, int agreement) noexcept;

}  // namespace basepeak
