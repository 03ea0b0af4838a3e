#pragma once

#include <vector>

#include "engine/method.h"
#include "engine/prepare/query.h"
#include "engine/prepare/survey.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// Isolation windows wider than this, in m/z, are of data-independent methods.
inline constexpr double kWidestIsolation_mz = 5.0;

// Takes the scans of data-independent acquisition out of `scans`: five or more of one energy and
// polarity whose isolation window is one, wider than kWidestIsolation_mz, or that have no precursor
// at all and an MS1 scan between each two (all-ion). Nothing is taken where the run has no MS1
// scans.
[[nodiscard]] std::vector<std::vector<Spectrum>> take_independent_scans(
    std::vector<Spectrum>& scans, const Survey& survey);

// Pseudo-MS/MS components of one such channel: for each MS1 ion inside the window with a
// chromatographic peak, the fragments at its apex that rise and fall with it
// (co_elution_correlation, over five scans or more), three at least. Isotopes of other ions are
// passed over. None of them is a measured spectrum of a precursor, and each says so.
[[nodiscard]] std::vector<Query> pseudo_ms2_components(const std::vector<Spectrum>& channel,
                                                       const Survey& survey, const Method& method);

}  // namespace basepeak
