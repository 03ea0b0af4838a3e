#include "tools/train/esi_scorer_fit.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/parallel.h"
#include "tools/train/class_samples.h"
#include "tools/train/seen_fit.h"

namespace basepeak::train {
namespace {

constexpr double kMostUnexplained = 0.6;  // of the intensity; what is worse is a mistaken record
constexpr double kLeastTarget = 0.003;
constexpr std::size_t kSeenParts = 5;
constexpr std::size_t kSeenSpectra = 6;  // of a compound

std::size_t part_of(const EsiCompound& compound) {
  return fold_of(compound.key, kSeenParts, "esi seen");
}

SeenCounts counts_of(const std::vector<const EsiCompound*>& compounds, std::size_t part) {
  SeenCounts counts;
  for (const EsiCompound* compound : compounds) {
    if (part_of(*compound) != part) continue;
    const auto chosen = chosen_spectra(*compound, kSeenSpectra);
    if (chosen.empty()) continue;
    const EsiIons ions = esi_ions(compound->molecule.graph);
    std::vector<SeenSpectrum> spectra;
    for (const EsiSpectrum* spectrum : chosen) {
      auto roots = esi_targets(ions, *compound, *spectrum);
      if (!roots) continue;
      for (float& root : *roots) root /= static_cast<float>(std::sqrt(kTargetSquares));
      spectra.push_back(
          {energy_band(spectrum->conditions.energy_ev, compound->precursor_mz), std::move(*roots)});
    }
    if (!spectra.empty()) counts.add_compound(seen_keys(compound->molecule, ions), spectra);
  }
  return counts;
}

void append(TrainingRows& all, TrainingRows& more) {
  all.values.insert(all.values.end(), more.values.begin(), more.values.end());
  all.target.insert(all.target.end(), more.target.begin(), more.target.end());
  all.weight.insert(all.weight.end(), more.weight.begin(), more.weight.end());
  more = {};
}

TrainingRows rows_of(const EsiCompound& compound, const SeenIons& seen,
                     const EsiFitSettings& settings) {
  TrainingRows rows;
  const auto chosen = chosen_spectra(compound, settings.most_spectra);
  if (chosen.empty()) return rows;
  const EsiMolecule molecule = esi_molecule(compound.molecule, seen);
  std::mt19937 draw(static_cast<std::uint32_t>(fold_of(compound.key, 1U << 20U, "rows")));
  for (const EsiSpectrum* spectrum : chosen) {
    const auto roots = esi_targets(molecule.ions, compound, *spectrum);
    if (!roots) continue;
    const auto rest = esi_conditions_row(molecule.molecule.graph, spectrum->conditions);
    for (std::size_t f = 0; f < roots->size(); ++f) {
      if (molecule.ions.formulas[f].mz >= compound.precursor_mz - 1.5) break;
      const bool is_empty = (*roots)[f] <= 0.0F;
      // Of 2^32 equal draws: the same on every machine, unlike the standard's distributions.
      if (is_empty && static_cast<double>(draw()) >= settings.empty_share * 4294967296.0) continue;
      const auto begin = molecule.rows.begin() + static_cast<std::ptrdiff_t>(f * kEsiMoleculeWidth);
      rows.values.insert(rows.values.end(), begin, begin + kEsiMoleculeWidth);
      rows.values.insert(rows.values.end(), rest.begin(), rest.end());
      rows.target.push_back((*roots)[f]);
      rows.weight.push_back(is_empty ? static_cast<float>(1.0 / settings.empty_share) : 1.0F);
    }
  }
  return rows;
}

}  // namespace

std::optional<std::vector<float>> esi_targets(const EsiIons& ions, const EsiCompound& compound,
                                              const EsiSpectrum& spectrum) {
  const auto peaks = fragment_peaks(spectrum.peaks, compound.precursor_mz, kLeastTarget);
  std::vector<float> roots(ions.formulas.size(), 0.0F);
  double unexplained = 0.0;
  double total = 0.0;
  bool has_any = false;
  for (const EsiPeak& peak : peaks) {
    total += peak.intensity;
    const auto [first, last] =
        ions.within(peak.mz, esi_window(spectrum.conditions.instrument, peak.mz));
    std::size_t best = last;
    for (std::size_t f = first; f < last; ++f)
      if (best == last ||
          ions.ions[ions.formulas[f].first].cost < ions.ions[ions.formulas[best].first].cost)
        best = f;
    if (best == last) {
      unexplained += peak.intensity;
      continue;
    }
    has_any = true;
    roots[best] = std::max(roots[best], static_cast<float>(std::sqrt(peak.intensity)));
  }
  if (!has_any || unexplained > kMostUnexplained * total) return std::nullopt;
  for (float& root : roots) root *= static_cast<float>(std::sqrt(kTargetSquares / total));
  return roots;
}

std::optional<std::vector<float>> esi_candidate_targets(const EsiEvidence& evidence,
                                                        const EsiIons& ions,
                                                        const EsiCompound& compound,
                                                        const EsiSpectrum& spectrum) {
  const auto roots = esi_targets(ions, compound, spectrum);
  if (!roots) return std::nullopt;
  std::vector<float> targets;
  for (const EsiCandidate& candidate : evidence.candidates) {
    const auto place = ions.find(candidate.composition);
    targets.push_back(place ? (*roots)[*place] : 0.0F);
  }
  const auto peaks = fragment_peaks(spectrum.peaks, compound.precursor_mz, kLeastTarget);
  double total = 0.0;
  for (const EsiPeak& peak : peaks) total += peak.intensity;
  for (const EsiPeak& peak : peaks) {
    const double window = esi_window(spectrum.conditions.instrument, peak.mz);
    if (const auto [first, last] = ions.within(peak.mz, window); first != last) continue;
    const auto& candidates = evidence.candidates;
    std::size_t best = candidates.size();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (std::abs(candidates[i].mz - peak.mz) > window) continue;
      if (best == candidates.size() || candidates[i].transfer > candidates[best].transfer) best = i;
    }
    if (best == candidates.size()) continue;
    targets[best] = std::max(
        targets[best], static_cast<float>(std::sqrt(peak.intensity * kTargetSquares / total)));
  }
  return targets;
}

GenericScorer fit_esi_scorer(const std::vector<const EsiCompound*>& compounds,
                             const EsiFitSettings& settings) {
  std::vector<SeenCounts> counts(kSeenParts);
  parallel_for(kSeenParts, settings.threads,
               [&](std::size_t part) { counts[part] = counts_of(compounds, part); });
  std::vector<TrainingRows> parts(compounds.size());
  for (std::size_t part = 0; part < kSeenParts; ++part) {
    const SeenIons seen = seen_without(counts, part, settings.least_seen);
    parallel_for(compounds.size(), settings.threads, [&](std::size_t c) {
      if (part_of(*compounds[c]) == part) parts[c] = rows_of(*compounds[c], seen, settings);
    });
  }
  GenericScorer made;
  made.seen = seen_without(counts, kSeenParts, settings.least_seen);
  counts.clear();
  TrainingRows rows;
  rows.width = kEsiGenericWidth;
  for (TrainingRows& part : parts) append(rows, part);
  made.trees = fit_boosted_trees(std::move(rows), settings.generic);
  return made;
}

}  // namespace basepeak::train
