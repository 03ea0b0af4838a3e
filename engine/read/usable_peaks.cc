#include "engine/read/usable_peaks.h"

#include <cmath>

namespace basepeak {

void UsablePeaks::add(double mz, double intensity) {
  const auto height = static_cast<float>(intensity);
  if (mz >= lowest_mz_ && is_possible_peak(mz, height)) {
    mz_.push_back(mz);
    intensity_.push_back(height);
    return;
  }
  ++left_out_;
  if (!std::isfinite(height)) has_unknown_intensity_ = true;
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
