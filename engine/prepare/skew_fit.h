#pragma once

#include <span>

#include "engine/method.h"
#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/perception.h"
#include "engine/prepare/shape_fit.h"
#include "engine/prepare/skew.h"

namespace basepeak {

// The skew once more, from the shapes of the run's strongest components and of what overlaps them:
// a maximum of an ion that two compounds share lies between theirs, so that a slope over maxima
// (skew.h) is uncertain or not found at all where compounds overlap. Begins with the run's
// alignment. No skew under the same limits as measure_skew(); `measured` where no component is
// explained by a shape.
[[nodiscard]] Skew fit_skew(const IonChromatograms& run, const Detector& detector,
                            const Method::Components& settings,
                            std::span<const PerceivedComponent> components, const Skew& measured);

}  // namespace basepeak
