#pragma once

#include <vector>

#include "engine/prepare/survey.h"

namespace basepeak {

// A chromatographic peak of one ion.
struct ElutionPeak {
  double apex_s = 0.0;   // of the smoothed trace
  double start_s = 0.0;  // where the smoothed trace leaves and rejoins kElutionEnd of its apex, or
  double end_s = 0.0;    // the valley to the next peak
  double width_s = 0.0;  // full width at half the apex
  double area = 0.0;     // intensity x seconds from start to end, trapezia over the measured points
  double height = 0.0;   // largest measured intensity from start to end
};

inline constexpr double kElutionEnd = 0.05;

// The peaks of a trace, ascending in time, by OpenMS ElutionPeakDetection: LOWESS smoothing over
// `expected_width_s`, parted at minima (Kenar et al. 2014, doi 10.1074/mcp.M113.031278). A trace is
// cut where three scans in a row lack the ion; fewer than five points with the ion, or
// than three between start and end, are no peak.
// Throws Error{input} where OpenMS fails.
[[nodiscard]] std::vector<ElutionPeak> elution_peaks(const IonTrace& trace,
                                                     double expected_width_s);

// m/z of the ions that stay for five scans or more with an intensity above the threshold,
// ascending, by OpenMS MassTraceDetection (ibid.). Scans of one polarity, ascending in time; fewer
// than three hold none. Throws Error{input} where OpenMS fails.
[[nodiscard]] std::vector<double> lasting_ions(const std::vector<const Survey::Scan*>& scans,
                                               double tolerance_ppm, double threshold);

}  // namespace basepeak
