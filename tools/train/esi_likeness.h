#pragma once

#include <vector>

#include "engine/predict/esi_conditions.h"
#include "engine/predict/esi_evidence.h"
#include "tools/train/spectrum_likeness.h"

namespace basepeak::train {

// Two MS/MS spectra without their precursors, compared within the window of the instrument class:
// the strongest peak of `a` first, each with the strongest free one of `b`.
[[nodiscard]] Likeness esi_likeness(const std::vector<EsiPeak>& a, const std::vector<EsiPeak>& b,
                                    InstrumentClass instrument);

// What is compared of a measured spectrum: peaks of 0.3 % and more.
[[nodiscard]] std::vector<EsiPeak> measured_esi(const Peaks& peaks, double precursor_mz);

// As it would be exported.
[[nodiscard]] std::vector<EsiPeak> shown_esi(const EsiEvidence& evidence,
                                             const std::vector<double>& roots);

}  // namespace basepeak::train
