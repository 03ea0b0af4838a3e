#include "engine/prepare/noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

namespace basepeak {

namespace {

constexpr std::size_t kSegment = 13;
constexpr int kCrossings = 7;
constexpr double kSpikeQuantile = 0.95;

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void add_segments(std::span<const double> signal, std::vector<double>& factors) {
  std::vector<double> deviation(kSegment);
  for (std::size_t at = 0; at + kSegment <= signal.size(); at += kSegment) {
    const auto segment = signal.subspan(at, kSegment);
    if (*std::min_element(segment.begin(), segment.end()) <= 0.0) continue;
    const double mean = std::accumulate(segment.begin(), segment.end(), 0.0) / double{kSegment};
    int crossings = 0;
    for (std::size_t i = 1; i < kSegment; ++i) {
      crossings += (segment[i - 1] < mean) != (segment[i] < mean) ? 1 : 0;
    }
    if (crossings < kCrossings) continue;
    for (std::size_t i = 0; i < kSegment; ++i) deviation[i] = std::abs(segment[i] - mean);
    factors.push_back(median(deviation) / std::sqrt(mean));
  }
}

void add_spikes(std::span<const double> signal, std::vector<double>& spikes) {
  for (std::size_t i = 1; i + 1 < signal.size(); ++i) {
    if (signal[i] > 0.0 && signal[i - 1] <= 0.0 && signal[i + 1] <= 0.0)
      spikes.push_back(signal[i]);
  }
}

}  // namespace

Noise measure_noise(const IonChromatograms& run, int lowest_mz) {
  std::vector<double> factors;
  std::vector<double> spikes;
  std::vector<double> signal(run.scans());
  for (int mass = std::max(lowest_mz, 0); mass < run.mass_end(); ++mass) {
    if (!run.has(mass)) continue;
    run.read(mass, 0, run.scans(), signal);
    add_segments(signal, factors);
    add_spikes(signal, spikes);
  }
  add_segments(run.total_ion_signal(), factors);
  Noise noise;
  if (!factors.empty()) {
    const double factor = median(factors);
    if (factor > 0.0) noise.factor = factor;
  }
  if (!spikes.empty()) {
    const auto at = spikes.begin() + static_cast<std::ptrdiff_t>(
                                         kSpikeQuantile * static_cast<double>(spikes.size() - 1));
    std::nth_element(spikes.begin(), at, spikes.end());
    noise.spike = *at;
  }
  return noise;
}

}  // namespace basepeak
