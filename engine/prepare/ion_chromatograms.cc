#include "engine/prepare/ion_chromatograms.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "engine/error.h"
#include "engine/prepare/cubic.h"

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
  const double lag = later(mass);
  if (lag == 0.0) {
    read_as_recorded(mass, first, last, intensity);
    return;
  }
  constexpr std::size_t kMargin = 4;  // scans: more than a skew and its four points reach
  const std::size_t from = first > kMargin ? first - kMargin : 0;
  const std::size_t to = std::min(last + kMargin, scans());
  std::vector<double> recorded(to - from);
  read_as_recorded(mass, from, to, recorded);
  for (std::size_t scan = first; scan < last; ++scan) {
    intensity[scan - first] =
        std::max(0.0, cubic(recorded, static_cast<double>(scan - from) + lag));
  }
}

void IonChromatograms::read_as_recorded(int mass, std::size_t first, std::size_t last,
                                        std::span<double> intensity) const {
  std::fill(intensity.begin(), intensity.end(), 0.0);
  const auto& points = points_[static_cast<std::size_t>(mass)];
  auto point = std::lower_bound(points.begin(), points.end(), first,
                                [](const Point& p, std::size_t scan) { return p.scan < scan; });
  for (; point != points.end() && point->scan < last; ++point) {
    intensity[point->scan - first] += point->intensity;
  }
}

double IonChromatograms::full_scale() const {
  float highest = 0.0F;
  for (const auto& points : points_) {
    for (const Point& point : points) highest = std::max(highest, point.intensity);
  }
  // By chance two neighbours are equal; three points and two of them neighbours are a limit.
  std::size_t equal = 0;
  bool has_neighbours = false;
  for (const auto& points : points_) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i].intensity != highest) continue;
      ++equal;
      has_neighbours = has_neighbours || (i > 0 && points[i - 1].intensity == highest &&
                                          points[i - 1].scan + 1 == points[i].scan);
    }
  }
  return equal >= 3 && has_neighbours ? highest : std::numeric_limits<double>::infinity();
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
