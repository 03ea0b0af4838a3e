#include "engine/prepare/survey.h"

#include <algorithm>
#include <cmath>

namespace basepeak {

namespace {

bool go_together(Polarity a, Polarity b) noexcept {
  return a == b || a == Polarity::unknown || b == Polarity::unknown;
}

}  // namespace

void Survey::add(std::size_t scan, double retention_s, Polarity polarity, const Peaks& peaks) {
  scans_.push_back({scan, retention_s, polarity, peaks});
}

void Survey::finish() {
  time_order_.resize(scans_.size());
  for (std::size_t i = 0; i < scans_.size(); ++i) time_order_[i] = i;
  std::stable_sort(time_order_.begin(), time_order_.end(), [&](std::size_t a, std::size_t b) {
    return scans_[a].retention_s < scans_[b].retention_s;
  });
}

Survey::Neighbours Survey::around(const Acquisition& ms2) const {
  const auto is_near = [&](const Scan& scan) {
    return go_together(scan.polarity, ms2.polarity) &&
           (!ms2.retention_s || std::abs(scan.retention_s - *ms2.retention_s) <= kFarthestScan_s);
  };
  const auto next =
      std::lower_bound(scans_.begin(), scans_.end(), ms2.scan,
                       [](const Scan& scan, std::size_t number) { return scan.scan < number; });
  // Polarities alternate scan by scan at most; farther than this is another cycle.
  constexpr std::ptrdiff_t kLook = 4;
  Neighbours found;
  for (auto at = next; at != scans_.begin() && next - at < kLook && found.before == nullptr;) {
    --at;
    if (is_near(*at)) found.before = &*at;
  }
  for (auto at = next; at != scans_.end() && at - next < kLook && found.after == nullptr; ++at) {
    if (is_near(*at)) found.after = &*at;
  }
  return found;
}

IonTrace Survey::trace(std::pair<double, double> window, Polarity polarity,
                       std::pair<double, double> span_s) const {
  IonTrace trace;
  const auto first = std::lower_bound(
      time_order_.begin(), time_order_.end(), span_s.first,
      [&](std::size_t i, double time_s) { return scans_[i].retention_s < time_s; });
  for (auto at = first; at != time_order_.end(); ++at) {
    const Scan& scan = scans_[*at];
    if (scan.retention_s > span_s.second) break;
    if (!go_together(scan.polarity, polarity)) continue;
    const FoundPeak peak = largest_in(scan.peaks, window);
    trace.retention_s.push_back(scan.retention_s);
    trace.mz.push_back(peak.mz);
    trace.intensity.push_back(peak.intensity);
  }
  return trace;
}

std::vector<const Survey::Scan*> Survey::in_time(Polarity polarity) const {
  std::vector<const Scan*> found;
  for (const std::size_t i : time_order_) {
    if (go_together(scans_[i].polarity, polarity)) found.push_back(&scans_[i]);
  }
  return found;
}

double Survey::lowest_intensity_at(double retention_s, Polarity polarity) const noexcept {
  const Scan* nearest = nullptr;
  for (const Scan& scan : scans_) {
    if (!go_together(scan.polarity, polarity)) continue;
    if (nearest == nullptr ||
        std::abs(scan.retention_s - retention_s) < std::abs(nearest->retention_s - retention_s)) {
      nearest = &scan;
    }
  }
  double lowest = 0.0;
  if (nearest == nullptr) return lowest;
  for (const float intensity : nearest->peaks.intensity()) {
    if (intensity > 0.0F && (lowest == 0.0 || intensity < lowest)) lowest = intensity;
  }
  return lowest;
}

FoundPeak largest_in(const Peaks& peaks, std::pair<double, double> window) noexcept {
  const auto mz = peaks.mz();
  FoundPeak found;
  const auto first = std::lower_bound(mz.begin(), mz.end(), window.first);
  for (auto at = first; at != mz.end() && *at <= window.second; ++at) {
    const double intensity = peaks.intensity()[static_cast<std::size_t>(at - mz.begin())];
    if (intensity > found.intensity) found = {*at, intensity};
  }
  return found;
}

double total_in(const Peaks& peaks, std::pair<double, double> window) noexcept {
  const auto mz = peaks.mz();
  double total = 0.0;
  const auto first = std::lower_bound(mz.begin(), mz.end(), window.first);
  for (auto at = first; at != mz.end() && *at <= window.second; ++at) {
    total += peaks.intensity()[static_cast<std::size_t>(at - mz.begin())];
  }
  return total;
}

double correlation(const IonTrace& a, const IonTrace& b, double start_s, double end_s) noexcept {
  double n = 0.0;
  double sum_a = 0.0;
  double sum_b = 0.0;
  const std::size_t size = std::min(a.retention_s.size(), b.retention_s.size());
  const auto is_inside = [&](std::size_t i) {
    return a.retention_s[i] >= start_s && a.retention_s[i] <= end_s;
  };
  for (std::size_t i = 0; i < size; ++i) {
    if (!is_inside(i)) continue;
    n += 1.0;
    sum_a += a.intensity[i];
    sum_b += b.intensity[i];
  }
  if (n < 3.0) return 0.0;
  double of_a = 0.0;
  double of_b = 0.0;
  double of_both = 0.0;
  for (std::size_t i = 0; i < size; ++i) {
    if (!is_inside(i)) continue;
    const double from_a = a.intensity[i] - sum_a / n;
    const double from_b = b.intensity[i] - sum_b / n;
    of_a += from_a * from_a;
    of_b += from_b * from_b;
    of_both += from_a * from_b;
  }
  return of_a > 0.0 && of_b > 0.0 ? of_both / std::sqrt(of_a * of_b) : 0.0;
}

}  // namespace basepeak
