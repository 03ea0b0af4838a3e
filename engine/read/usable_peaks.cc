#include "engine/read/usable_peaks.h"

#include <cmath>

namespace basepeak {

namespace {

// No detector gives more: the largest known are of the order of 1e12. What files hold above it is
// unwritten (netCDF fills with 1e37) or misread.
constexpr double kHighestIntensity = 1e15;

}  // namespace

void UsablePeaks::add(double mz, double intensity) {
  const bool is_measured = std::abs(intensity) <= kHighestIntensity;  // false for NaN
  if (is_measured && mz >= lowest_mz_ && is_possible_peak(mz, static_cast<float>(intensity))) {
    mz_.push_back(mz);
    intensity_.push_back(static_cast<float>(intensity));
    return;
  }
  ++left_out_;
  if (!is_measured) has_unknown_intensity_ = true;
}

std::string ScanList::text() const {
  std::string text = count_ == 1 ? "scan " : "scans ";
  for (std::size_t i = 0; i < named_.size(); ++i) {
    const bool is_last = i + 1 == count_;
    if (i > 0) text += is_last ? " and " : ", ";
    text += std::to_string(named_[i]);
  }
  if (count_ > named_.size()) text += " and " + std::to_string(count_ - named_.size()) + " more";
  return text;
}

}  // namespace basepeak
