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

// Second highest of the maximum and its two neighbours: a single scan that stands out of a peak by
// noise makes it neither high nor sharp.
double second_of_top(std::span<const double> signal, std::size_t top) {
  const double before = top > 0 ? signal[top - 1] : 0.0;
  const double after = top + 1 < signal.size() ? signal[top + 1] : 0.0;
  return std::max(before, after);
}

// Fall per scan from the maximum to half its height above the baseline, interpolated between scans.
// Measured at half height, a single dropped scan beside the maximum does not make a peak sharp.
double half_height_slope(std::span<const double> signal, std::size_t top, std::size_t end,
                         double summit, double baseline) {
  const double height = summit - baseline;
  const double half = baseline + 0.5 * height;
  const std::ptrdiff_t step = end < top ? -1 : 1;
  auto at = static_cast<std::ptrdiff_t>(top);
  double previous = summit;
  while (at != static_cast<std::ptrdiff_t>(end)) {
    at += step;
    const double value = signal[static_cast<std::size_t>(at)];
    if (value <= half) {
      const double whole = std::abs(static_cast<double>(at) - static_cast<double>(top));
      const double distance = whole - (half - value) / (previous - value);
      return 0.5 * height / std::max(distance, 0.5);
    }
    previous = value;
  }
  // The flank ends above half height: what it fell by, over its length.
  return std::max(0.0, summit - signal[end]) /
         std::abs(static_cast<double>(end) - static_cast<double>(top));
}

double parabola_apex(std::span<const double> signal, std::size_t top) {
  if (top == 0 || top + 1 >= signal.size()) return static_cast<double>(top);
  const double before = signal[top - 1];
  const double after = signal[top + 1];
  const double bend = before - 2.0 * signal[top] + after;
  if (bend >= 0.0) return static_cast<double>(top);
  return static_cast<double>(top) + std::clamp(0.5 * (before - after) / bend, -0.5, 0.5);
}

// A chromatographic peak spans several scans; a spike does not.
constexpr double kFoot = 0.25;
constexpr std::size_t kScansAboveFoot = 3;

bool is_a_peak(std::span<const double> signal, std::size_t top, double foot) {
  std::size_t first = top;
  std::size_t last = top;
  while (first > 0 && signal[first - 1] > foot) --first;
  while (last + 1 < signal.size() && signal[last + 1] > foot) ++last;
  return last - first + 1 >= kScansAboveFoot;
}

}  // namespace

std::vector<IonMaximum> ion_maxima(const IonChromatograms& run, const Noise& noise,
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
      if (value <= noise.spike) continue;
      const double noise_unit = noise.factor * std::sqrt(value);
      const double floor = settings.peak_end_fraction * value;
      const std::size_t left =
          flank_end(signal, top, -1, settings.half_window_scans, floor, noise.factor);
      const std::size_t right =
          flank_end(signal, top, 1, settings.half_window_scans, floor, noise.factor);
      if (left == top || right == top) continue;
      // A bump on a higher peak, not parted from it by more than noise, is not a maximum of its
      // own.
      const auto higher = std::max_element(signal.begin() + static_cast<std::ptrdiff_t>(left),
                                           signal.begin() + static_cast<std::ptrdiff_t>(right) + 1);
      if (*higher > value) continue;
      const double share = static_cast<double>(top - left) / static_cast<double>(right - left);
      const double baseline = signal[left] + share * (signal[right] - signal[left]);
      const double summit = second_of_top(signal, top);
      const double height = summit - baseline;
      const double least = settings.noise_rejection * noise.deviation() * std::sqrt(value);
      if (height < least || height <= noise.spike) continue;
      if (!is_a_peak(signal, top, baseline + kFoot * height)) continue;
      IonMaximum maximum;
      maximum.mass = mass;
      maximum.apex = parabola_apex(signal, top);
      maximum.left = left;
      maximum.right = right;
      maximum.height = height;
      maximum.noise_units = height / noise_unit;
      maximum.sharpness = 0.5 *
                          (half_height_slope(signal, top, left, summit, baseline) +
                           half_height_slope(signal, top, right, summit, baseline)) /
                          noise_unit;
      maxima.push_back(maximum);
    }
  }
  return maxima;
}

}  // namespace basepeak
