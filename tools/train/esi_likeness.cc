#include "tools/train/esi_likeness.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/predict/esi_predictor.h"
#include "engine/search/score.h"

namespace basepeak::train {
namespace {

constexpr double kLeastMeasured = 0.003;

// Positions in `b` of the peaks that those of `a` are paired with; b.size() for none.
std::vector<std::size_t> pairs_of(const std::vector<EsiPeak>& a, const std::vector<EsiPeak>& b,
                                  InstrumentClass instrument) {
  std::vector<std::size_t> order(a.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t x, std::size_t y) { return a[x].intensity > a[y].intensity; });
  std::vector<bool> is_used(b.size(), false);
  std::vector<std::size_t> pairs(a.size(), b.size());
  for (const std::size_t i : order) {
    const double window = esi_window(instrument, a[i].mz);
    std::size_t best = b.size();
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (is_used[j] || std::abs(b[j].mz - a[i].mz) > window) continue;
      if (best == b.size() || b[j].intensity > b[best].intensity) best = j;
    }
    if (best == b.size()) continue;
    is_used[best] = true;
    pairs[i] = best;
  }
  return pairs;
}

// On whole masses that stand for pairs, so that the engine's score sees the same pairs.
CleanedPeaks on_places(const std::vector<EsiPeak>& peaks, const std::vector<std::size_t>& places) {
  std::vector<std::pair<std::size_t, double>> placed;
  double total = 0.0;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    placed.emplace_back(places[i], peaks[i].intensity);
    total += peaks[i].intensity;
  }
  std::sort(placed.begin(), placed.end());
  CleanedPeaks cleaned;
  for (const auto& [place, intensity] : placed) {
    cleaned.mz_udalton.push_back(static_cast<std::int64_t>(place + 1) * 1'000'000);
    cleaned.intensity.push_back(intensity / total);
  }
  return cleaned;
}

}  // namespace

Likeness esi_likeness(const std::vector<EsiPeak>& a, const std::vector<EsiPeak>& b,
                      InstrumentClass instrument) {
  if (a.empty() || b.empty()) return {};
  const std::vector<std::size_t> pairs = pairs_of(a, b, instrument);
  double product = 0.0;
  double of_a = 0.0;
  double of_b = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    of_a += a[i].intensity;
    if (pairs[i] < b.size()) product += std::sqrt(a[i].intensity * b[pairs[i]].intensity);
  }
  for (const EsiPeak& peak : b) of_b += peak.intensity;
  Likeness result;
  if (of_a <= 0.0 || of_b <= 0.0) return result;
  result.cosine = product / std::sqrt(of_a * of_b);
  std::vector<std::size_t> place_of_b(b.size());
  std::iota(place_of_b.begin(), place_of_b.end(), a.size());
  std::vector<std::size_t> place_of_a(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    place_of_a[i] = i;
    if (pairs[i] < b.size()) place_of_b[pairs[i]] = i;
  }
  result.entropy =
      ms2_entropy(entropy_weighted(on_places(a, place_of_a)),
                  entropy_weighted(on_places(b, place_of_b)), Tolerance::parse("0.1 Da"))
          .score;
  return result;
}

std::vector<EsiPeak> measured_esi(const Peaks& peaks, double precursor_mz) {
  return fragment_peaks(peaks, precursor_mz, kLeastMeasured);
}

std::vector<EsiPeak> shown_esi(const EsiEvidence& evidence, const std::vector<double>& roots) {
  std::vector<EsiPeak> peaks;
  for (const PredictedPeak& peak : esi_peaks(evidence, roots))
    peaks.push_back({peak.mz, peak.intensity / 999.0});
  return peaks;
}

}  // namespace basepeak::train
