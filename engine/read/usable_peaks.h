#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/spectrum/peaks.h"

namespace basepeak {

// The peaks of one spectrum that can be ones, and what was left out of it.
class UsablePeaks {
 public:
  // Below `lowest_mz` nothing is a peak.
  explicit UsablePeaks(double lowest_mz = 0.0) : lowest_mz_(lowest_mz) {}

  void reserve(std::size_t count) {
    mz_.reserve(count);
    intensity_.reserve(count);
  }
  void add(double mz, double intensity);

  [[nodiscard]] Peaks peaks() const { return Peaks::from_unsorted(mz_, intensity_); }
  [[nodiscard]] bool has_none() const noexcept { return mz_.empty(); }
  [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

  // Whether what is left is no longer what was measured: more than half of the peaks are gone, or
  // one whose intensity is no number, or above any detector's, which may have been the base peak.
  [[nodiscard]] bool is_loss() const noexcept {
    return has_unknown_intensity_ || left_out_ > mz_.size();
  }

 private:
  double lowest_mz_;
  std::vector<double> mz_;
  std::vector<float> intensity_;
  std::size_t left_out_ = 0;
  bool has_unknown_intensity_ = false;
};

// Scans that one reason concerns, to be told in one row.
class ScanList {
 public:
  void add(std::size_t scan) {
    if (named_.size() < kMostNamed) named_.push_back(scan);
    ++count_;
  }
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  // "scan 17", "scans 3, 17 and 18", "scans 3, 17, ... and 40 more".
  [[nodiscard]] std::string text() const;

 private:
  static constexpr std::size_t kMostNamed = 12;
  std::vector<std::size_t> named_;
  std::size_t count_ = 0;
};

inline constexpr const char* kLostPeaks =
    "more than half of the peaks, or one that may be the base peak, have no possible m/z or "
    "intensity; these peaks are left out";

}  // namespace basepeak
