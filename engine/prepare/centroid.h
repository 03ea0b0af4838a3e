#pragma once

#include "engine/spectrum/peaks.h"

namespace basepeak {

// The centroids of a profile (continuum) spectrum, by OpenMS PeakPickerHiRes with its defaults: a
// spline through each maximum with two falling points on both sides; m/z and intensity are the
// spline's. No peaks where nothing has the shape of a profile peak, as in a spectrum that is only
// called one. Throws Error{input} where OpenMS fails.
[[nodiscard]] Peaks centroid(const Peaks& profile);

}  // namespace basepeak
