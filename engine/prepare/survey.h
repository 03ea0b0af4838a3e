#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "engine/spectrum/spectrum.h"

namespace basepeak {

// Intensity of one ion over the scans of a run, ascending in time; 0 where a scan lacks it.
struct IonTrace {
  std::vector<double> retention_s;
  std::vector<double> mz;  // of the peak that was taken; 0 where there is none
  std::vector<double> intensity;
};

// The MS1 scans of an LC-MS/MS run, kept so that precursors can be looked up in them.
class Survey {
 public:
  struct Scan {
    std::size_t scan = 0;  // 1-based position in the file
    double retention_s = 0.0;
    Polarity polarity = Polarity::unknown;
    Peaks peaks;
  };
  // The scans next to an MS/MS scan; null where there is none.
  struct Neighbours {
    const Scan* before = nullptr;
    const Scan* after = nullptr;
  };

  // Takes scans in file order.
  void add(std::size_t scan, double retention_s, Polarity polarity, const Peaks& peaks);
  // Orders the scans by time for trace(); call once, after the last add().
  void finish();

  // Next in file order, which a damaged time does not upset, and of the same polarity (one that is
  // not stated goes with either). Farther than kFarthestScan_s away in time is none.
  [[nodiscard]] Neighbours around(const Acquisition& ms2) const;
  // The most intense peak of the window in every scan of the polarity, in the closed span of time.
  [[nodiscard]] IonTrace trace(std::pair<double, double> window, Polarity polarity,
                               std::pair<double, double> span_s) const;
  // The lowest intensity of the scan nearest to a time; 0 where it has no peaks.
  [[nodiscard]] double lowest_intensity_at(double retention_s, Polarity polarity) const noexcept;
  // Times of the first and the last scan; REQUIRES: not empty.
  [[nodiscard]] std::pair<double, double> span_s() const noexcept {
    return {scans_[time_order_.front()].retention_s, scans_[time_order_.back()].retention_s};
  }
  // The scans of a polarity, ascending in time.
  [[nodiscard]] std::vector<const Scan*> in_time(Polarity polarity) const;
  [[nodiscard]] bool empty() const noexcept { return scans_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return scans_.size(); }

 private:
  std::vector<Scan> scans_;              // in file order
  std::vector<std::size_t> time_order_;  // indices into scans_
};

inline constexpr double kFarthestScan_s = 30.0;

// A peak of a spectrum; intensity 0: there is none.
struct FoundPeak {
  double mz = 0.0;
  double intensity = 0.0;
};
// The most intense peak in the closed window; of equal ones the lowest.
[[nodiscard]] FoundPeak largest_in(const Peaks& peaks, std::pair<double, double> window) noexcept;
// Sum of the intensities in the closed window.
[[nodiscard]] double total_in(const Peaks& peaks, std::pair<double, double> window) noexcept;

// Pearson's correlation of two traces of one survey between two times; 0 with fewer than three
// scans there or where one of them does not vary.
[[nodiscard]] double correlation(const IonTrace& a, const IonTrace& b, double start_s,
                                 double end_s) noexcept;

}  // namespace basepeak
