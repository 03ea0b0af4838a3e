#include "engine/search/clean.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace basepeak {

namespace {

struct Peak {
  std::int64_t mz;
  double intensity;
};

// Wider than both windows together, so that no peak can pair with two.
std::int64_t merge_width(std::int64_t mz, const Tolerance& tolerance) {
  return std::max(kMergeWidthUdalton, 2 * half_width_udalton(mz, tolerance) + 1);
}

// Merges the peaks of one run, from the most intense down: each takes in what is closer than its
// width.
class RunMerger {
 public:
  explicit RunMerger(const Tolerance& tolerance) : tolerance_(tolerance) {}

  void merge(std::span<const Peak> run, std::vector<Peak>& merged) {
    const std::size_t begin = merged.size();
    is_taken_.assign(run.size(), false);
    for (const std::size_t centre : by_intensity(run)) {
      if (!is_taken_[centre]) merged.push_back(take(run, centre));
    }
    std::stable_sort(merged.begin() + static_cast<std::ptrdiff_t>(begin), merged.end(),
                     [](const Peak& a, const Peak& b) { return a.mz < b.mz; });
  }

 private:
  std::span<const std::size_t> by_intensity(std::span<const Peak> run) {
    order_.resize(run.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      if (run[a].intensity != run[b].intensity) return run[a].intensity > run[b].intensity;
      return a < b;
    });
    return order_;
  }

  Peak take(std::span<const Peak> run, std::size_t centre) {
    const std::int64_t mz = run[centre].mz;
    const std::int64_t width = merge_width(mz, tolerance_);
    std::size_t first = centre;
    while (first > 0 && mz - run[first - 1].mz < width) --first;
    double total = 0.0;
    double moment = 0.0;  // relative to mz: keeps the mean exact for a single peak
    for (std::size_t i = first; i < run.size() && run[i].mz - mz < width; ++i) {
      if (is_taken_[i]) continue;
      is_taken_[i] = true;
      total += run[i].intensity;
      moment += run[i].intensity * static_cast<double>(run[i].mz - mz);
    }
    return {mz + std::llround(moment / total), total};
  }

  const Tolerance& tolerance_;
  std::vector<std::size_t> order_;
  std::vector<bool> is_taken_;
};

// Merges until no two peaks are closer than the width. Most spectra have few close peaks: only runs
// of neighbours that might reach each other are looked at.
void merge_close(std::vector<Peak>& peaks, const Tolerance& tolerance) {
  if (peaks.empty()) return;
  // The width grows with m/z, rounding apart.
  const std::int64_t reach = merge_width(peaks.back().mz, tolerance) + 2;
  RunMerger merger(tolerance);
  std::vector<Peak> merged;
  for (bool has_changed = true; has_changed;) {
    const auto close = [&](const Peak& a, const Peak& b) { return b.mz - a.mz < reach; };
    if (std::adjacent_find(peaks.begin(), peaks.end(), close) == peaks.end()) return;
    merged.clear();
    merged.reserve(peaks.size());
    for (std::size_t begin = 0; begin < peaks.size();) {
      std::size_t end = begin + 1;
      while (end < peaks.size() && close(peaks[end - 1], peaks[end])) ++end;
      if (end - begin == 1) {
        merged.push_back(peaks[begin]);
      } else {
        merger.merge(std::span(peaks).subspan(begin, end - begin), merged);
      }
      begin = end;
    }
    has_changed = merged.size() != peaks.size();
    std::swap(peaks, merged);
  }
}

// Takes peaks above 0, ascending.
CleanedPeaks clean_peaks(std::vector<Peak>& kept, std::optional<double> precursor_mz,
                         const Tolerance& tolerance, bool keep_precursor_peaks) {
  CleanedPeaks cleaned;
  if (precursor_mz && *precursor_mz > 0.0) cleaned.precursor_udalton = to_udalton(*precursor_mz);
  if (cleaned.precursor_udalton && !keep_precursor_peaks) {
    const std::int64_t highest = *cleaned.precursor_udalton - kPrecursorMarginUdalton;
    const auto above =
        std::find_if(kept.begin(), kept.end(), [&](const Peak& peak) { return peak.mz > highest; });
    cleaned.all_above_precursor = above == kept.begin() && !kept.empty();
    kept.erase(above, kept.end());
  }
  merge_close(kept, tolerance);

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
  std::vector<Peak> kept;
  kept.reserve(peaks.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (peaks.intensity()[i] <= 0.0F) continue;
    kept.push_back({to_udalton(peaks.mz()[i]), double{peaks.intensity()[i]}});
  }
  return clean_peaks(kept, precursor_mz, tolerance, keep_precursor_peaks);
}

CleanedPeaks clean_stored(const StoredPeaks& peaks, std::optional<double> precursor_mz,
                          const Tolerance& tolerance, bool keep_precursor_peaks) {
  std::vector<Peak> kept;
  kept.reserve(peaks.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (peaks.intensity[i] <= 0.0F) continue;
    kept.push_back({std::int64_t{peaks.mz_udalton[i]}, double{peaks.intensity[i]}});
  }
  return clean_peaks(kept, precursor_mz, tolerance, keep_precursor_peaks);
}

bool are_all_above_precursor(const Peaks& peaks, double precursor_mz) {
  if (!(precursor_mz > 0.0)) return false;
  const std::int64_t highest = to_udalton(precursor_mz) - kPrecursorMarginUdalton;
  const auto first = std::find_if(peaks.intensity().begin(), peaks.intensity().end(),
                                  [](float intensity) { return intensity > 0.0F; });
  if (first == peaks.intensity().end()) return false;
  return to_udalton(peaks.mz()[static_cast<std::size_t>(first - peaks.intensity().begin())]) >
         highest;
}

}  // namespace basepeak
