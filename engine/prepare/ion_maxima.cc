#include "engine/prepare/ion_maxima.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace basepeak {

namespace {

// Walks from the maximum down one flank: to where the signal falls under `floor`, or rises again by
// more than the noise, or the window ends. Returns the lowest scan reached.
std::size_t flank_end(std::span<const double> signal, std::size_t top, int step, int reach,
                      double floor, double noise_factor) {
  constexpr double kRise = 5.0;  // noise units above the running minimum that end a peak
  std::size_t lowest = top;
  auto at = static_cast<std::ptrdiff_t>(top);
  for (int i = 0; i < reach; ++i) {
    at += step;
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(signal.size())) break;
    const double value = signal[static_cast<std::size_t>(at)];
    const double running = signal[lowest];
    if (value > running + kRise * noise_factor * std::sqrt(std::max(running, 1.0))) break;
    if (value < running) lowest = static_cast<std::size_t>(at);
    if (value < floor) break;
  }
  return lowest;
}

double steepest(std::span<const double> signal, std::size_t top, std::size_t end) {
  double best = 0.0;
  const std::ptrdiff_t step = end < top ? -1 : 1;
  for (auto at = static_cast<std::ptrdiff_t>(top); at != static_cast<std::ptrdiff_t>(end);) {
    at += step;
    const double distance = std::abs(static_cast<double>(at) - static_cast<double>(top));
    best = std::max(best, (signal[top] - signal[static_cast<std::size_t>(at)]) / distance);
  }
  return best;
}

double parabola_apex(std::span<const double> signal, std::size_t top) {
  if (top == 0 || top + 1 >= signal.size()) return static_cast<double>(top);
  const double before = signal[top - 1];
  const double after = signal[top + 1];
  const double bend = before - 2.0 * signal[top] + after;
  if (bend >= 0.0) return static_cast<double>(top);
  return static_cast<double>(top) + std::clamp(0.5 * (before - after) / bend, -0.5, 0.5);
}

}  // namespace

std::vector<IonMaximum> ion_maxima(const IonChromatograms& run, double noise_factor,
                                   const Method::Components& settings) {
  std::vector<IonMaximum> maxima;
  std::vector<double> signal(run.scans());
  for (int mass = std::max(settings.lowest_mz, 0); mass < run.mass_end(); ++mass) {
    if (!run.has(mass)) continue;
    run.read(mass, 0, run.scans(), signal);
    for (std::size_t top = 0; top < signal.size(); ++top) {
      const double value = signal[top];
      if (value <= 0.0) continue;
      // Of equal neighbours the first is the maximum.
      if (top > 0 && signal[top - 1] >= value) continue;
      if (top + 1 < signal.size() && signal[top + 1] > value) continue;
      const double noise_unit = noise_factor * std::sqrt(value);
      const double floor = settings.peak_end_fraction * value;
      const std::size_t left =
          flank_end(signal, top, -1, settings.half_window_scans, floor, noise_factor);
      const std::size_t right =
          flank_end(signal, top, 1, settings.half_window_scans, floor, noise_factor);
      if (left == top || right == top) continue;
      // A bump on a higher peak, not parted from it by more than noise, is not a maximum of its own.
      const auto higher = std::max_element(signal.begin() + static_cast<std::ptrdiff_t>(left),
                                           signal.begin() + static_cast<std::ptrdiff_t>(right) + 1);
      if (*higher > value) continue;
      const double share =
          static_cast<double>(top - left) / static_cast<double>(right - left);
      const double baseline = signal[left] + share * (signal[right] - signal[left]);
      const double height = value - baseline;
      if (height < settings.noise_rejection * noise_unit) continue;
      IonMaximum maximum;
      maximum.mass = mass;
      maximum.apex = parabola_apex(signal, top);
      maximum.left = left;
      maximum.right = right;
      maximum.height = height;
      maximum.noise_units = height / noise_unit;
      maximum.sharpness =
          0.5 * (steepest(signal, top, left) + steepest(signal, top, right)) / noise_unit;
      maxima.push_back(maximum);
    }
  }
  return maxima;
}

}  // namespace basepeak
