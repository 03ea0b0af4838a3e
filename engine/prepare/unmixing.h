#pragma once

#include <span>
#include <vector>

#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/perception.h"
#include "engine/prepare/query.h"

namespace basepeak {

// One query a component: each ion chromatogram around it is explained by a straight background, the
// component's model peak and those of its neighbours, by least squares with the peaks' shares kept
// non-negative; the component's shares are its spectrum. An ion whose share is not above twice its
// standard error is left out. The spectrum is on unit masses, as high as at the apex. Queries of
// which nothing remains are left out.
[[nodiscard]] std::vector<Query> unmix(const IonChromatograms& run,
                                       std::span<const PerceivedComponent> components,
                                       double noise_factor, const Method::Components& settings);

}  // namespace basepeak
