#pragma once

#include "engine/read/spectrum_text.h"
#include "engine/spectrum/spectrum.h"
#include "libraries/quality/findings.h"

namespace basepeak {

// The peaks of a text record, sorted by m/z and otherwise as they are written; empty when they are
// refused. What is refused: no-peaks, bad-peak (m/z or intensity not a number, negative, m/z 0, or
// an intensity beyond single precision), mz-too-high (above 4294.967295), all-zero. What is
// flagged: peak-count (not as many as "Num Peaks" says), descending-mz, duplicate-peaks,
// close-peaks (ESI, under 3 mDa apart), zero-intensity, single-peak, above-precursor (more than a
// tenth of the intensity, 1.5 Da or more above a singly charged precursor), integer-mz (ESI),
// rank-intensities (999 divided by 1, 2, 3, ...: places in a list, not measured intensities).
[[nodiscard]] Peaks check_peaks(const TextRecord& record, const Acquisition& acquisition,
                                std::string_view instrument_type, Findings& findings);

}  // namespace basepeak
