#pragma once

#include <span>
#include <vector>

#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/perception.h"
#include "engine/prepare/query.h"
#include "engine/prepare/shape_fit.h"

namespace basepeak {

// One query a component: each ion chromatogram around it is explained by a straight background, the
// component's model peak and those of its neighbours, by least squares with the peaks' shares kept
// non-negative; the component's shares are its spectrum. An ion whose share is not above twice its
// standard error is left out. The spectrum is on unit masses, as high as at the apex. Queries of
// which fewer ions than the method's minimum_ions remain are left out.
struct Unmixed {
  Query query;
  double own_maxima = 0.0;  // share of the area in ions that have a maximum of their own there
  bool is_well_explained = false;  // of its component
};
[[nodiscard]] std::vector<Unmixed> unmix(const IonChromatograms& run,
                                         std::span<const PerceivedComponent> components,
                                         const Detector& detector,
                                         const Method::Components& settings);

}  // namespace basepeak
