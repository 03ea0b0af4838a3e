#pragma once

#include <span>
#include <vector>

#include "engine/method.h"
#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/query.h"
#include "engine/prepare/shape_fit.h"
#include "engine/skipped.h"

namespace basepeak {

// Stretches of scans in which as many ions as a component needs stand at the detector's full scale,
// and in which no component has its apex: a peak so overloaded that no shape is left of it. A row
// each, as losses. Empty for a run that does not reach full scale.
[[nodiscard]] std::vector<Skipped> overloads_without_component(const IonChromatograms& run,
                                                               const Detector& detector,
                                                               const Method::Components& settings,
                                                               std::span<const Query> components);

}  // namespace basepeak
