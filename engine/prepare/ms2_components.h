#pragma once

#include <vector>

#include "engine/method.h"
#include "engine/prepare/query.h"
#include "engine/prepare/survey.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// The components of an LC-MS/MS run from its MS/MS scans (in file order) and MS1 scans. One
// component is one precursor in one chromatographic peak:
//  - each scan's precursor is looked up in the MS1 scans next to it (precursor.h);
//  - scans whose monoisotopic m/z agree within the survey tolerance share a trace, and those within
//    one peak of it, or beside it by no more than the expected width, are one component; scans
//    without a peak are one while less than replicate_gap_s passes from one to the next;
//  - scans of one energy are merged with their purities as weights, a fragment being in
//    replicate_share of them; energies are merged with equal weights, each scaled to a sum of 1.
//    Scans that were isolated on another isotope, or far less pure than the best, are left out.
// Scans without a precursor m/z are components of their own; scans of data-independent acquisition
// give pseudo-MS/MS components (pseudo_ms2.h). Ascending in retention.
[[nodiscard]] std::vector<Query> ms2_components(std::vector<Spectrum>&& scans, const Survey& survey,
                                                const Method& method);

}  // namespace basepeak
