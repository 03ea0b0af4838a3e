#include "tools/train/spectrum_likeness.h"

#include <algorithm>
#include <cmath>

#include "engine/search/score.h"

namespace basepeak::train {
namespace {

CleanedPeaks as_peaks(const NominalSpectrum& spectrum) {
  CleanedPeaks peaks;
  double total = 0.0;
  for (std::size_t m = kLowestComparedMass; m < spectrum.size(); ++m) {
    if (spectrum[m] <= 0.0) continue;
    peaks.mz_udalton.push_back(static_cast<std::int64_t>(m) * 1'000'000);
    peaks.intensity.push_back(spectrum[m]);
    total += spectrum[m];
  }
  for (double& intensity : peaks.intensity) intensity /= total;
  return peaks;
}

}  // namespace

Likeness likeness(const NominalSpectrum& a, const NominalSpectrum& b) {
  double product = 0.0;
  double of_a = 0.0;
  double of_b = 0.0;
  for (std::size_t m = kLowestComparedMass; m < std::max(a.size(), b.size()); ++m) {
    const double in_a = m < a.size() ? a[m] : 0.0;
    const double in_b = m < b.size() ? b[m] : 0.0;
    product += std::sqrt(in_a * in_b);
    of_a += in_a;
    of_b += in_b;
  }
  if (of_a <= 0.0 || of_b <= 0.0) return {};
  Likeness result;
  result.cosine = product / std::sqrt(of_a * of_b);
  result.entropy = ms2_entropy(entropy_weighted(as_peaks(a)), entropy_weighted(as_peaks(b)),
                               Tolerance::parse("0.1 Da"))
                       .score;
  return result;
}

}  // namespace basepeak::train
