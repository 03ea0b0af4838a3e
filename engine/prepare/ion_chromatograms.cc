#include "engine/prepare/ion_chromatograms.h"

#include <algorithm>
#include <string>

#include "engine/error.h"

namespace basepeak {

void IonChromatograms::add(const Spectrum& spectrum) {
  const auto scan = static_cast<std::uint32_t>(scans());
  const Peaks& peaks = spectrum.peaks;
  if (!peaks.empty() && peaks.mz().back() > kHighestMz) {
    throw Error(ErrorKind::input, "scan " + std::to_string(spectrum.acquisition.scan) +
                                      " has a peak at m/z " + std::to_string(peaks.mz().back()) +
                                      ", beyond the 4294.97 that can be searched");
  }
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const auto mass = static_cast<std::size_t>(unit_mass_of(peaks.mz()[i], rule_));
    if (mass >= points_.size()) points_.resize(mass + 1);
    const double intensity = peaks.intensity()[i];
    if (intensity > 0.0 && (threshold_ <= 0.0 || intensity < threshold_)) threshold_ = intensity;
    points_[mass].push_back({peaks.mz()[i], scan, peaks.intensity()[i]});
  }
  retention_s_.push_back(spectrum.acquisition.retention_s.value_or(0.0));
  total_.push_back(spectrum.total_ion_signal);
}

void IonChromatograms::read(int mass, std::size_t first, std::size_t last,
                            std::span<double> intensity) const {
  std::fill(intensity.begin(), intensity.end(), 0.0);
  const auto& points = points_[static_cast<std::size_t>(mass)];
  auto point = std::lower_bound(points.begin(), points.end(), first,
                                [](const Point& p, std::size_t scan) { return p.scan < scan; });
  for (; point != points.end() && point->scan < last; ++point) {
    intensity[point->scan - first] += point->intensity;
  }
}

Peaks IonChromatograms::scan(std::size_t index) const {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& points : points_) {
    auto point = std::lower_bound(points.begin(), points.end(), index,
                                  [](const Point& p, std::size_t scan) { return p.scan < scan; });
    for (; point != points.end() && point->scan == index; ++point) {
      mz.push_back(point->mz);
      intensity.push_back(point->intensity);
    }
  }
  return Peaks::from_unsorted(mz, intensity);
}

}  // namespace basepeak
