#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/library/library.h"
#include "engine/spectrum/peaks.h"
#include "engine/spectrum/tolerance.h"

namespace basepeak {

// MS/MS peaks ready to be weighted: ascending in m/z, intensities above 0 that sum to 1.
struct CleanedPeaks {
  std::vector<std::int64_t> mz_udalton;
  std::vector<double> intensity;
  std::optional<std::int64_t> precursor_udalton;
  // All peaks lay above the precursor - 1.6 Da: none are left.
  bool all_above_precursor = false;
};

// Whole microdaltons, the nearest.
[[nodiscard]] std::int64_t to_udalton(double mz) noexcept;
// How far, in microdaltons, a peak may lie from this m/z and still be the same.
[[nodiscard]] std::int64_t half_width_udalton(std::int64_t mz_udalton, const Tolerance& tolerance);

inline constexpr std::int64_t kMergeWidthUdalton = 50'000;  // peaks closer are one peak
inline constexpr std::int64_t kPrecursorMarginUdalton = 1'600'000;
inline constexpr double kNoiseShare = 0.01;  // of the base peak

// The cleaning of Li et al. 2021: drop peaks above precursor - 1.6 Da unless kept, merge peaks
// closer than 0.05 Da - or than what would let one peak pair with two within the tolerance - into
// their intensity-weighted mean, drop those below 1 % of the base peak, scale to a sum of 1. A
// precursor of 0 or less counts as unknown.
[[nodiscard]] CleanedPeaks clean(const Peaks& peaks, std::optional<double> precursor_mz,
                                 const Tolerance& tolerance, bool keep_precursor_peaks);
// The same for a compiled record's peaks, read in place.
[[nodiscard]] CleanedPeaks clean_stored(const StoredPeaks& peaks,
                                        std::optional<double> precursor_mz,
                                        const Tolerance& tolerance, bool keep_precursor_peaks);

// CleanedPeaks::all_above_precursor, without cleaning.
[[nodiscard]] bool are_all_above_precursor(const Peaks& peaks, double precursor_mz);

}  // namespace basepeak
