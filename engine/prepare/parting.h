#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/method.h"
#include "engine/prepare/elution_group.h"
#include "engine/prepare/group_fit.h"
#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/shape_fit.h"

namespace basepeak {

// A group's peaks told apart by one shape. `from` is the component, counted in the group, that a
// peak began as; none for one that was found by what the others left, or far from where it began.
struct Parted {
  GroupFit fit;
  std::vector<std::optional<std::size_t>> from;
};

// Chooses the group's ions and fits its shape. A peak without which the misfit grows by less than a
// tenth is dropped. Where the misfit is above what noise leaves, every peak but the strongest is
// looked for once more, and a further one: it counts where the misfit falls by a tenth, enough ions
// are sure of it, and its spectrum is not a neighbour's. Nothing for a group of too many
// components, scans or ions too few, or of which a shape leaves more than four variances a point.
[[nodiscard]] std::optional<Parted> part(const IonChromatograms& run, const Detector& detector,
                                         const Method::Components& settings, ElutionGroup& group);

// Standard errors from which on an ion is sure of a peak.
inline constexpr double kSure = 4.0;

}  // namespace basepeak
