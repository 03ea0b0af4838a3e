#include "engine/search/clean.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace basepeak {

namespace {

struct Peak {
  std::int64_t mz;
  double intensity;
};

// One pass: from the most intense peak down, each takes in what is closer than its width. Returns
// whether anything was taken in.
bool merge_once(std::vector<Peak>& peaks, const Tolerance& tolerance) {
  std::vector<std::size_t> order(peaks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return peaks[a].intensity > peaks[b].intensity;
  });
  std::vector<bool> is_taken(peaks.size(), false);
  std::vector<Peak> merged;
  merged.reserve(peaks.size());
  for (const std::size_t centre : order) {
    if (is_taken[centre]) continue;
    const std::int64_t mz = peaks[centre].mz;
    // Wider than both windows together, so that no peak can pair with two.
    const std::int64_t width =
        std::max(kMergeWidthUdalton, 2 * half_width_udalton(mz, tolerance) + 1);
    std::size_t first = centre;
    while (first > 0 && mz - peaks[first - 1].mz < width) --first;
    double total = 0.0;
    double moment = 0.0;  // relative to mz: keeps the mean exact for a single peak
    for (std::size_t i = first; i < peaks.size() && peaks[i].mz - mz < width; ++i) {
      if (is_taken[i]) continue;
      is_taken[i] = true;
      total += peaks[i].intensity;
      moment += peaks[i].intensity * static_cast<double>(peaks[i].mz - mz);
    }
    merged.push_back({mz + std::llround(moment / total), total});
  }
  std::sort(merged.begin(), merged.end(), [](const Peak& a, const Peak& b) { return a.mz < b.mz; });
  const bool has_changed = merged.size() != peaks.size();
  peaks = std::move(merged);
  return has_changed;
}

}  // namespace

std::int64_t to_udalton(double mz) noexcept {
  // Beyond any mass spectrometer; keeps the conversion defined for damaged numbers.
  constexpr double kLargest = 1e12;
  return std::llround(std::clamp(mz * 1e6, -kLargest, kLargest));
}

std::int64_t half_width_udalton(std::int64_t mz_udalton, const Tolerance& tolerance) {
  const double mz = static_cast<double>(mz_udalton) * 1e-6;
  // The thousandth of a microdalton absorbs the rounding of m/z + width, so that a peak at exactly
  // the tolerance is inside.
  return static_cast<std::int64_t>(std::floor((tolerance.window(mz).second - mz) * 1e6 + 1e-3));
}

CleanedPeaks clean(const Peaks& peaks, std::optional<double> precursor_mz,
                   const Tolerance& tolerance, bool keep_precursor_peaks) {
  CleanedPeaks cleaned;
  if (precursor_mz && *precursor_mz > 0.0) cleaned.precursor_udalton = to_udalton(*precursor_mz);

  std::vector<Peak> kept;
  kept.reserve(peaks.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (peaks.intensity()[i] <= 0.0F) continue;
    kept.push_back({to_udalton(peaks.mz()[i]), double{peaks.intensity()[i]}});
  }
  if (cleaned.precursor_udalton && !keep_precursor_peaks) {
    const std::int64_t highest = *cleaned.precursor_udalton - kPrecursorMarginUdalton;
    const auto above =
        std::find_if(kept.begin(), kept.end(), [&](const Peak& peak) { return peak.mz > highest; });
    cleaned.all_above_precursor = above == kept.begin() && !kept.empty();
    kept.erase(above, kept.end());
  }
  while (merge_once(kept, tolerance)) {
  }

  double base = 0.0;
  for (const Peak& peak : kept) base = std::max(base, peak.intensity);
  std::erase_if(kept, [&](const Peak& peak) { return peak.intensity < kNoiseShare * base; });
  double total = 0.0;
  for (const Peak& peak : kept) total += peak.intensity;
  cleaned.mz_udalton.reserve(kept.size());
  cleaned.intensity.reserve(kept.size());
  for (const Peak& peak : kept) {
    cleaned.mz_udalton.push_back(peak.mz);
    cleaned.intensity.push_back(peak.intensity / total);
  }
  return cleaned;
}

}  // namespace basepeak
