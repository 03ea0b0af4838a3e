#pragma once

#include <vector>

#include "engine/method.h"
#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/perception.h"
#include "engine/prepare/shape_fit.h"

namespace basepeak {

// Gives components that overlap within about a peak's width model peaks of one common shape, a
// Gaussian with a tail or front, each at its own apex: the apexes, width and asymmetry that explain
// the group's ions best (variable projection: the ions' shares are solved for inside; Golub and
// Pereyra 1973, SIAM J. Numer. Anal. 10:413). Where an overlap hides a component's own shape, what
// the column did to its neighbour is the best that is known of it. A group that no such shape
// explains keeps the models it had.
void share_shapes(const IonChromatograms& run, const Detector& detector,
                  const Method::Components& settings, std::vector<PerceivedComponent>& components);

}  // namespace basepeak
