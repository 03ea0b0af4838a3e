#include "engine/prepare/continuity.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <utility>

namespace basepeak {

namespace {

// A scan of so many peaks is no foot of a peak, and a longer stretch without any is no hole in one.
constexpr std::size_t kPlenty = 20;
constexpr std::size_t kLongestHole = 30;  // scans
// A gap is so many times the usual time between scans, and so many seconds, at least.
constexpr double kGapIntervals = 10.0;
constexpr double kGapSeconds = 3.0;
constexpr std::size_t kGapsNamed = 3;
constexpr std::size_t kFewScans = 3;  // fewer show nothing of how time passes

bool is_same(const Spectrum& a, const Spectrum& b) {
  return a.acquisition.retention_s == b.acquisition.retention_s &&
         std::ranges::equal(a.peaks.mz(), b.peaks.mz()) &&
         std::ranges::equal(a.peaks.intensity(), b.peaks.intensity());
}

// Peaks of no intensity are none.
std::size_t recorded_peaks(const Spectrum& scan) {
  const auto intensity = scan.peaks.intensity();
  return static_cast<std::size_t>(
      std::ranges::count_if(intensity, [](float value) { return value > 0.0F; }));
}

std::string seconds(double value) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.1f s", value);
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

void Continuity::add(Spectrum&& scan) {
  const std::size_t peaks = recorded_peaks(scan);
  if (last_ && peaks > 0 && is_same(*last_, scan)) {
    repeated_.add(scan.acquisition.scan);
    return;
  }
  if (peaks == 0) {
    empty_.push_back(std::move(scan));
    return;
  }
  if (!empty_.empty() && empty_.size() <= kLongestHole && peaks_before_ >= kPlenty &&
      peaks >= kPlenty) {
    hollow_.add(empty_.front().acquisition.scan, empty_.size());
    empty_.clear();
  }
  for (Spectrum& empty : empty_) hand_on(std::move(empty));
  empty_.clear();
  peaks_before_ = peaks;
  last_ = scan;
  hand_on(std::move(scan));
}

void Continuity::finish() {
  for (Spectrum& empty : empty_) hand_on(std::move(empty));
  empty_.clear();
}

void Continuity::hand_on(Spectrum&& scan) {
  ++handed_on_;
  if (scan.acquisition.retention_s) times_s_.push_back(*scan.acquisition.retention_s);
  take_(std::move(scan));
}

void Continuity::tell(std::vector<Skipped>& skipped) const {
  hollow_.tell(skipped,
               "without one peak between scans of " + std::to_string(kPlenty) +
                   " peaks and more: not measured, or lost; left out of the components",
               true);
  repeated_.tell(skipped, "the same peaks at the same time as the scan before; left out", false);
  if (handed_on_ < kFewScans) return;
  if (times_s_.empty()) {
    skipped.push_back(
        {"all scans", "no scan has a retention time: components have none, and no area", true});
  } else if (times_s_.size() >= kFewScans && times_s_.front() == times_s_.back()) {
    skipped.push_back({"all scans",
                       "every scan has the retention time " + seconds(times_s_.front()) +
                           ": components have no area, and their time says nothing",
                       true});
  } else {
    tell_gaps(skipped);
  }
}

void Continuity::tell_gaps(std::vector<Skipped>& skipped) const {
  if (times_s_.size() < kFewScans) return;
  std::vector<double> intervals;
  for (std::size_t i = 1; i < times_s_.size(); ++i) {
    intervals.push_back(times_s_[i] - times_s_[i - 1]);
  }
  const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
  std::nth_element(intervals.begin(), middle, intervals.end());
  const double least = std::max(kGapIntervals * *middle, kGapSeconds);
  std::size_t gaps = 0;
  for (std::size_t i = 1; i < times_s_.size(); ++i) {
    if (times_s_[i] - times_s_[i - 1] < least || ++gaps > kGapsNamed) continue;
    skipped.push_back({"from " + seconds(times_s_[i - 1]) + " to " + seconds(times_s_[i]),
                       "no scan: what eluted then is not in the run", false});
  }
  if (gaps > kGapsNamed) {
    skipped.push_back({std::to_string(gaps - kGapsNamed) + " more stretches of time",
                       "no scan: what eluted then is not in the run", false});
  }
}

}  // namespace basepeak
