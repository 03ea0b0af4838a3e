#include "engine/prepare/merge_spectra.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace basepeak {

namespace {

struct Point {
  double mz = 0.0;
  double intensity = 0.0;  // weighted
  std::size_t spectrum = 0;
  bool is_taken = false;
};

}  // namespace

Peaks merge_spectra(std::span<const SpectrumWithWeight> spectra, const Tolerance& tolerance,
                    double least_share) {
  if (spectra.empty()) return {};
  if (spectra.size() == 1) return *spectra.front().peaks;
  std::vector<Point> points;
  double weights = 0.0;
  for (std::size_t s = 0; s < spectra.size(); ++s) {
    const Peaks& peaks = *spectra[s].peaks;
    weights += spectra[s].weight;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
      points.push_back({peaks.mz()[i], spectra[s].weight * peaks.intensity()[i], s});
    }
  }
  if (!(weights > 0.0)) return {};
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.mz < b.mz; });
  std::vector<std::size_t> order(points.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return points[a].intensity > points[b].intensity;
  });
  const auto needed =
      static_cast<std::size_t>(std::ceil(least_share * static_cast<double>(spectra.size()) - 1e-9));
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const std::size_t seed : order) {
    if (points[seed].is_taken || !(points[seed].intensity > 0.0)) continue;
    const auto [low, high] = tolerance.window(points[seed].mz);
    double sum = 0.0;
    double weighted_mz = 0.0;
    std::set<std::size_t> seen_in;
    std::size_t at = seed;
    while (at > 0 && points[at - 1].mz >= low) --at;
    for (; at < points.size() && points[at].mz <= high; ++at) {
      Point& point = points[at];
      if (point.is_taken) continue;
      point.is_taken = true;
      sum += point.intensity;
      weighted_mz += point.intensity * point.mz;
      if (point.intensity > 0.0) seen_in.insert(point.spectrum);
    }
    if (seen_in.size() < needed) continue;
    mz.push_back(weighted_mz / sum);
    intensity.push_back(static_cast<float>(sum / weights));
  }
  return Peaks::from_unsorted(mz, intensity);
}

}  // namespace basepeak
