#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace basepeak {

// The highest m/z that a compiled library can hold; above it nothing is searched.
inline constexpr double kHighestMz = 4294.967295;

// Whether a peak as read can be one: m/z above 0 and at most kHighestMz, intensity finite and not
// negative. False for NaN.
[[nodiscard]] constexpr bool is_possible_peak(double mz, float intensity) noexcept {
  return mz > 0.0 && mz <= kHighestMz && intensity >= 0.0F &&
         intensity <= std::numeric_limits<float>::max();
}

// The peaks of one spectrum, ascending in m/z, stored as two parallel arrays so that a kernel can
// stream either one alone.
class Peaks {
 public:
  Peaks() = default;

  // Sorts by m/z; peaks of equal m/z keep the order they came in. Throws Error{input} unless both
  // arrays have one length and every value is finite, every m/z positive and every intensity
  // non-negative; the message names the first offending peak.
  static Peaks from_unsorted(std::span<const double> mz, std::span<const float> intensity);

  [[nodiscard]] std::span<const double> mz() const noexcept { return mz_; }
  [[nodiscard]] std::span<const float> intensity() const noexcept { return intensity_; }
  [[nodiscard]] std::size_t size() const noexcept { return mz_.size(); }
  [[nodiscard]] bool empty() const noexcept { return mz_.empty(); }

  // Sum and maximum of the intensities; 0 for no peaks.
  [[nodiscard]] double total() const noexcept;
  [[nodiscard]] float base_intensity() const noexcept;
  // m/z of the most intense peak, the lowest of several; 0 for no peaks.
  [[nodiscard]] double base_mz() const noexcept;

  bool operator==(const Peaks&) const = default;

 private:
  std::vector<double> mz_;
  std::vector<float> intensity_;
};

}  // namespace basepeak
