#include "engine/spectrum/peaks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "engine/error.h"

namespace basepeak {

Peaks Peaks::from_unsorted(std::span<const double> mz, std::span<const float> intensity) {
  if (mz.size() != intensity.size()) {
    throw Error(ErrorKind::input, "spectrum has " + std::to_string(mz.size()) + " m/z values but " +
                                      std::to_string(intensity.size()) + " intensities");
  }
  for (std::size_t i = 0; i < mz.size(); ++i) {
    if (!std::isfinite(mz[i]) || mz[i] <= 0.0 || !std::isfinite(intensity[i]) ||
        intensity[i] < 0.0F) {
      throw Error(ErrorKind::input, "peak " + std::to_string(i + 1) + " is impossible: m/z " +
                                        std::to_string(mz[i]) + ", intensity " +
                                        std::to_string(intensity[i]));
    }
  }
  Peaks peaks;
  peaks.mz_.assign(mz.begin(), mz.end());
  peaks.intensity_.assign(intensity.begin(), intensity.end());
  if (std::is_sorted(mz.begin(), mz.end())) return peaks;
  std::vector<std::size_t> order(mz.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return mz[a] < mz[b]; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    peaks.mz_[i] = mz[order[i]];
    peaks.intensity_[i] = intensity[order[i]];
  }
  return peaks;
}

double Peaks::total() const noexcept {
  return std::accumulate(intensity_.begin(), intensity_.end(), 0.0);
}

float Peaks::base_intensity() const noexcept {
  return empty() ? 0.0F : *std::max_element(intensity_.begin(), intensity_.end());
}

double Peaks::base_mz() const noexcept {
  if (empty()) return 0.0;
  const auto base = std::max_element(intensity_.begin(), intensity_.end());
  return mz_[static_cast<std::size_t>(base - intensity_.begin())];
}

}  // namespace basepeak
