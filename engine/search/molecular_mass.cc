#include "engine/search/molecular_mass.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "engine/search/prepared.h"
#include "engine/search/ranked_hits.h"

namespace basepeak {

namespace {

constexpr double kLeastShare = 0.003;      // of the base peak, for a molecular ion
constexpr double kImplausibleSlope = 5.0;  // beta of the confidence
constexpr std::size_t kHits = 25;
constexpr double kHalvingMatchFactors = 75.0;
constexpr double kLeastMatchFactor = 700.0;
constexpr double kAcceptedShare = 0.65;
constexpr std::int32_t kLargestGap = 18;  // the scan starts this far below the peaks' answer
constexpr std::size_t kAlternatives = 3;

bool is_implausible_loss(std::int32_t loss) {
  return loss <= -4 || (loss >= 2 && loss <= 12) || (loss >= 19 && loss <= 26) || loss == 34 ||
         (loss >= 36 && loss <= 40);
}

UnitMassSpectrum without_zeros(const UnitMassSpectrum& spectrum) {
  UnitMassSpectrum result;
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    if (spectrum.intensity[i] <= 0.0) continue;
    result.mass.push_back(spectrum.mass[i]);
    result.intensity.push_back(spectrum.intensity[i]);
  }
  return result;
}

// Walks down from the highest mass: the first peak that is intense enough, not an isotope peak of
// the one below it, and not the foot of a loss of hydrogen or a halogen's lighter neighbour.
std::int32_t highest_meaningful(const UnitMassSpectrum& spectrum) {
  if (spectrum.size() == 0) return 0;
  const double base = *std::max_element(spectrum.intensity.begin(), spectrum.intensity.end());
  const double least = kLeastShare * base;
  for (std::size_t i = spectrum.size(); i-- > 0;) {
    const double a0 = spectrum.intensity[i];
    if (a0 < least) continue;
    if (i == 0 || spectrum.mass[i] - spectrum.mass[i - 1] > 2) return spectrum.mass[i];
    const double a1 = spectrum.intensity[i - 1];
    if (spectrum.mass[i] - spectrum.mass[i - 1] == 2) {
      // Chlorine and bromine put an M + 2 above; the M + 2 of one bromine is as tall as M.
      if (a1 < a0 / 2.0) return spectrum.mass[i];
      continue;
    }
    // About one carbon in 14 Da, each with 1.1 % of carbon-13.
    const double isotope = a1 * 0.011 * spectrum.mass[i - 1] / 14.0;
    if (3.0 * isotope > a0 || a0 - isotope < least) continue;
    const bool has_second = i >= 2 && spectrum.mass[i] - spectrum.mass[i - 2] <= 2;
    if (!has_second || spectrum.intensity[i - 2] < a0 / 2.0) return spectrum.mass[i];
  }
  return spectrum.mass.back();
}

UnitMassSpectrum unit_mass_of(const Peaks& peaks, const SearchSettings& settings) {
  return without_zeros(to_unit_mass(peaks, settings.unit_mass_rule));
}

SearchSettings with_score(const SearchSettings& settings, Score score, std::size_t top) {
  SearchSettings changed = settings;
  changed.score = score;
  changed.top = top;
  changed.threshold = 0.0;
  changed.rank_by = RankBy::score;
  changed.admitted.reset();  // of all records: what is asked for may be another adduct, say
  changed.query_mass.reset();
  return changed;
}

// The best weight first; the winner's fields and the runners-up filled in.
MolecularMass ranked(std::string method, const std::map<std::int32_t, double>& weights) {
  std::vector<MolecularMass::Alternative> order;
  for (const auto& [mass, weight] : weights) order.push_back({mass, weight});
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  MolecularMass result;
  result.method = std::move(method);
  if (order.empty()) return result;
  result.mass = order.front().mass;
  for (std::size_t i = 1; i < order.size() && i <= kAlternatives; ++i) {
    result.alternatives.push_back(order[i]);
  }
  return result;
}

}  // namespace

MolecularMass mass_from_peaks(const Query& query, const SearchSettings& settings) {
  const UnitMassSpectrum spectrum = unit_mass_of(query.peaks, settings);
  MolecularMass result;
  result.method = "peak interpretation";
  result.mass = highest_meaningful(spectrum);
  double implausible = 0.0;
  double own = 0.0;
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    if (is_implausible_loss(result.mass - spectrum.mass[i])) implausible += spectrum.intensity[i];
    if (spectrum.mass[i] == result.mass) own = spectrum.intensity[i];
  }
  if (own > 0.0) {
    result.confidence = 2.0 - 2.0 / (1.0 + std::exp(-kImplausibleSlope * implausible / own));
  }
  return result;
}

MolecularMass mass_from_simple_hits(const Query& query, const Library& library,
                                    const Backend& backend, const SearchSettings& settings) {
  const std::int32_t from_peaks = mass_from_peaks(query, settings).mass;
  const SearchSettings simple = with_score(settings, Score::ei_simple, kHits);
  const std::vector<Match> hits = ranked_hits({&query, 1}, library, backend, simple).front();
  std::map<std::int32_t, double> weights;
  double total = 0.0;
  for (const Match& hit : hits) {
    const auto mass = nominal_mass(library, hit.record);
    if (!mass) continue;
    const std::int32_t shown =
        highest_meaningful(unit_mass_of(library.peaks(hit.record), settings));
    const double weight = std::exp2((hit.score - hits.front().score) / kHalvingMatchFactors);
    weights[from_peaks + *mass - shown] += weight;
    total += weight;
  }
  MolecularMass result = ranked("simple hits", weights);
  if (weights.empty()) return result;
  result.confidence = weights.at(result.mass) / total;
  return result;
}

MolecularMass mass_from_hybrid_scan(const Query& query, const Library& library,
                                    const Backend& backend, const SearchSettings& settings) {
  const std::int32_t from_peaks = mass_from_peaks(query, settings).mass;
  SearchSettings hybrid = with_score(settings, Score::ei_hybrid, kHits);
  hybrid.threshold = kLeastMatchFactor;
  const SearchSettings simple = with_score(settings, Score::ei_simple, kHits);
  const PreparedSpectrum simple_query = prepare_query(query, simple);
  // The scan reaches as far above the highest peak as the base peak is high: a group lost whole.
  const auto base = static_cast<std::int32_t>(std::lround(query.peaks.base_mz()));
  const std::int32_t last = from_peaks + std::min(base, 2000);

  // One batch: what the searches have in common is done once.
  const std::int32_t first = std::max(1, from_peaks - kLargestGap);
  std::vector<Query> queries;
  for (std::int32_t mass = first; mass <= last; ++mass) {
    queries.push_back(query);
    queries.back().stated_mass = mass;
  }
  const std::vector<std::vector<Match>> matches = ranked_hits(queries, library, backend, hybrid);

  std::map<std::int32_t, double> weights;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const std::int32_t mass = first + static_cast<std::int32_t>(i);
    double sum = 0.0;
    std::size_t hits = 0;
    for (const Match& hit : matches[i]) {
      if (!hit.mass_difference) continue;
      const double share = (hit.score - kLeastMatchFactor) / (1000.0 - kLeastMatchFactor);
      const double unshifted =
          *hit.mass_difference == 0.0
              ? 0.0
              : compare(simple_query, prepare_record(library, hit.record, simple), simple).score;
      sum += (hit.score - unshifted) * share;
      ++hits;
    }
    if (hits > 0) weights[mass] = sum / static_cast<double>(hits);
  }
  MolecularMass result = ranked("hybrid scan", weights);
  if (weights.empty()) return result;
  const double second = result.alternatives.empty() ? 0.0 : result.alternatives.front().weight;
  result.confidence = (weights.at(result.mass) - second) / 999.0;
  return result;
}

MolecularMass infer_molecular_mass(const Query& query, const Library& library,
                                   const Backend& backend, const SearchSettings& settings) {
  const MolecularMass peaks = mass_from_peaks(query, settings);
  const MolecularMass simple = mass_from_simple_hits(query, library, backend, settings);
  MolecularMass chosen = simple.mass > 0 && simple.confidence >= kAcceptedShare ? simple : peaks;
  if (simple.mass <= 0 || simple.confidence < kAcceptedShare) {
    const MolecularMass hybrid = mass_from_hybrid_scan(query, library, backend, settings);
    if (hybrid.mass > 0) chosen = hybrid;
  }
  for (const MolecularMass& other : {peaks, simple}) {
    const bool is_named = other.mass == chosen.mass ||
                          std::any_of(chosen.alternatives.begin(), chosen.alternatives.end(),
                                      [&](const auto& named) { return named.mass == other.mass; });
    if (other.mass > 0 && !is_named) chosen.alternatives.push_back({other.mass, 0.0});
  }
  return chosen;
}

std::string to_text(const MolecularMass& mass) {
  char confidence[32];
  std::snprintf(confidence, sizeof confidence, "%.2f", mass.confidence);
  std::string text = std::to_string(mass.mass) + " (" + mass.method + ", confidence " + confidence;
  for (std::size_t i = 0; i < mass.alternatives.size(); ++i) {
    text += (i == 0 ? "; next " : ", ") + std::to_string(mass.alternatives[i].mass);
  }
  return text + ")";
}

}  // namespace basepeak
