#include "tools/train/esi_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <random>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/esi_predictor.h"
#include "engine/sha256.h"
#include "tools/train/class_samples.h"
#include "tools/train/esi_likeness.h"
#include "tools/train/quality_fit.h"

namespace basepeak::train {
namespace {

constexpr double kMostUnexplained = 0.6;  // of the intensity; what is worse is a mistaken record
constexpr double kLeastTarget = 0.003;
constexpr double kLowestEnergyEv = 3.0;
constexpr double kHighestFittedEv = 110.0;

// Largest intensity at each formula: a peak counts for the cheapest formula in its window.
std::optional<std::vector<float>> targets(const EsiIons& ions, const std::vector<EsiPeak>& peaks,
                                          InstrumentClass instrument) {
  std::vector<float> roots(ions.formulas.size(), 0.0F);
  double unexplained = 0.0;
  double total = 0.0;
  bool has_any = false;
  for (const EsiPeak& peak : peaks) {
    total += peak.intensity;
    const auto [first, last] = ions.within(peak.mz, esi_window(instrument, peak.mz));
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
  return roots;
}

void append(TrainingRows& all, TrainingRows& more) {
  all.values.insert(all.values.end(), more.values.begin(), more.values.end());
  all.target.insert(all.target.end(), more.target.begin(), more.target.end());
  all.weight.insert(all.weight.end(), more.weight.begin(), more.weight.end());
  more = {};
}

bool is_fitted_energy(const EsiSpectrum& spectrum) {
  return spectrum.conditions.energy_ev >= kLowestEnergyEv &&
         spectrum.conditions.energy_ev <= kHighestFittedEv;
}

BoostedTrees fit_esi_generic(const std::vector<const EsiCompound*>& compounds,
                             const EsiFitSettings& settings) {
  std::vector<TrainingRows> parts(compounds.size());
  parallel_for(compounds.size(), settings.threads, [&](std::size_t c) {
    const EsiCompound& compound = *compounds[c];
    const auto chosen = chosen_spectra(compound, settings.most_spectra);
    if (chosen.empty()) return;
    const EsiMolecule molecule = esi_molecule(compound.molecule, {});
    std::mt19937 draw(static_cast<std::uint32_t>(fold_of(compound.key, 1U << 20U, "rows")));
    TrainingRows& rows = parts[c];
    for (const EsiSpectrum* spectrum : chosen) {
      const auto peaks = fragment_peaks(spectrum->peaks, compound.precursor_mz, kLeastTarget);
      const auto roots = targets(molecule.ions, peaks, spectrum->conditions.instrument);
      if (!roots) continue;
      const auto rest = esi_conditions_row(molecule.molecule.graph, spectrum->conditions);
      for (std::size_t f = 0; f < roots->size(); ++f) {
        if (molecule.ions.formulas[f].mz >= compound.precursor_mz - 1.5) break;
        const bool is_empty = (*roots)[f] <= 0.0F;
        // Of 2^32 equal draws: the same on every machine, unlike the standard's distributions.
        if (is_empty && static_cast<double>(draw()) >= settings.empty_share * 4294967296.0)
          continue;
        const auto begin =
            molecule.rows.begin() + static_cast<std::ptrdiff_t>(f * kEsiMoleculeWidth);
        rows.values.insert(rows.values.end(), begin, begin + kEsiMoleculeWidth);
        rows.values.insert(rows.values.end(), rest.begin(), rest.end());
        rows.target.push_back((*roots)[f]);
        rows.weight.push_back(is_empty ? static_cast<float>(1.0 / settings.empty_share) : 1.0F);
      }
    }
  });
  TrainingRows rows;
  rows.width = kEsiGenericWidth;
  for (TrainingRows& part : parts) append(rows, part);
  return fit_boosted_trees(rows, settings.generic);
}

// A spectrum with all that is known before it is stacked, its own compound never seen.
struct Evidence {
  const EsiCompound* compound = nullptr;
  const EsiSpectrum* spectrum = nullptr;
  EsiEvidence evidence;
  std::vector<float> rows;
  std::vector<float> target;  // one a candidate
};

std::vector<Evidence> evidence_for(const std::vector<const EsiCompound*>& compounds,
                                   const EsiAnalogueSet& set, const BoostedTrees& generic,
                                   const EsiFitSettings& settings) {
  std::vector<std::vector<Evidence>> parts(compounds.size());
  parallel_for(compounds.size(), settings.threads, [&](std::size_t c) {
    const EsiCompound& compound = *compounds[c];
    const EsiMolecule molecule = esi_molecule(compound.molecule, {});
    for (const EsiSpectrum* spectrum : chosen_spectra(compound, 2)) {
      const auto peaks = fragment_peaks(spectrum->peaks, compound.precursor_mz, kLeastTarget);
      const auto roots = targets(molecule.ions, peaks, spectrum->conditions.instrument);
      if (!roots) continue;
      Evidence made{&compound, spectrum, {}, {}, {}};
      made.evidence =
          esi_evidence(set, molecule, esi_generic_roots(generic, molecule, spectrum->conditions),
                       spectrum->conditions, [&](std::string_view key) {
                         return key != compound.key && key != compound.structure_key;
                       });
      if (made.evidence.analogues.empty()) continue;
      made.rows = esi_stacker_rows(made.evidence);
      for (const EsiCandidate& candidate : made.evidence.candidates) {
        const auto place = molecule.ions.find(candidate.composition);
        made.target.push_back(place ? (*roots)[*place] : 0.0F);
      }
      parts[c].push_back(std::move(made));
    }
  });
  std::vector<Evidence> all;
  for (auto& part : parts) std::move(part.begin(), part.end(), std::back_inserter(all));
  return all;
}

BoostedTrees fit_esi_stacker(const std::vector<Evidence>& all, const BoostedSettings& settings,
                             const std::function<bool(const EsiCompound&)>& may_use) {
  TrainingRows rows;
  rows.width = kEsiStackerWidth;
  for (const Evidence& one : all) {
    if (!may_use(*one.compound)) continue;
    rows.values.insert(rows.values.end(), one.rows.begin(), one.rows.end());
    rows.target.insert(rows.target.end(), one.target.begin(), one.target.end());
  }
  return fit_boosted_trees(rows, settings);
}

QualityModel fit_esi_quality(const std::vector<Evidence>& all, const BoostedSettings& settings) {
  constexpr std::size_t kHalves = 2;
  const auto half = [](const EsiCompound& compound) {
    return fold_of(compound.key, kHalves, "esi quality");
  };
  std::vector<std::vector<double>> features;
  std::vector<double> cosines;
  for (std::size_t h = 0; h < kHalves; ++h) {
    const BoostedTrees stacker = fit_esi_stacker(
        all, settings, [&](const EsiCompound& compound) { return half(compound) != h; });
    for (const Evidence& one : all) {
      if (half(*one.compound) != h || one.evidence.analogues.front().similarity < kLeastSimilarity)
        continue;
      const auto stacked = esi_stacked_roots(stacker, one.evidence);
      features.push_back(esi_quality_features(one.evidence, stacked));
      cosines.push_back(esi_likeness(measured_esi(one.spectrum->peaks, one.compound->precursor_mz),
                                     shown_esi(one.evidence, stacked),
                                     one.spectrum->conditions.instrument)
                            .cosine);
    }
  }
  return fit_quality(features, cosines);
}

std::string settings_text(const BoostedSettings& s) {
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(),
                "depth %d, rate %.3f, rows %.2f, columns %.2f, least child %.0f, bins %d, rounds "
                "%d, seed %u",
                s.depth, s.learning_rate, s.row_share, s.column_share, s.least_child, s.bins,
                s.rounds, s.seed);
  return text.data();
}

std::string keys_hash(const std::vector<const EsiCompound*>& compounds) {
  Sha256 hash;
  for (const EsiCompound* compound : compounds) {
    const std::string row = compound->key + "\n";
    hash.add(std::as_bytes(std::span(row.data(), row.size())));
  }
  return hash.finish_hex();
}

}  // namespace

EsiAnalogueSet esi_set(const std::vector<const EsiCompound*>& compounds) {
  EsiAnalogueSet set;
  std::size_t source = 0;
  for (const EsiCompound* compound : compounds) {
    set.add_compound(compound->key, compound->molecule);
    for (const EsiSpectrum& spectrum : compound->spectra) {
      set.add_spectrum(compound->key,
                       {fragment_peaks(spectrum.peaks, compound->precursor_mz, kLeastCarried),
                        spectrum.conditions, source++});
    }
  }
  return set;
}

std::vector<const EsiSpectrum*> chosen_spectra(const EsiCompound& compound, std::size_t most) {
  std::vector<std::pair<std::size_t, const EsiSpectrum*>> order;
  for (const EsiSpectrum& spectrum : compound.spectra)
    if (is_fitted_energy(spectrum))
      order.emplace_back(fold_of(spectrum.accession, 1U << 20U, "chosen"), &spectrum);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const EsiSpectrum*> chosen;
  for (const auto& [rank, spectrum] : order) {
    if (chosen.size() == most) break;
    const EsiConditions& own = spectrum->conditions;
    if (std::none_of(chosen.begin(), chosen.end(), [&](const EsiSpectrum* other) {
          return other->conditions.instrument == own.instrument &&
                 std::abs(other->conditions.energy_ev - own.energy_ev) <= kNearEnergyEv;
        }))
      chosen.push_back(spectrum);
  }
  return chosen;
}

EsiModel fit_esi_prediction(const EsiFitSettings& settings) {
  const auto compounds = read_esi_compounds(settings.spectra, settings.families);
  const auto fitted = fitted_compounds(compounds);
  std::vector<const EsiCompound*> stacked;
  std::vector<const EsiCompound*> others;
  for (const EsiCompound* compound : fitted)
    (fold_of(compound->key, 3, "esi stacker") == 0 ? stacked : others).push_back(compound);
  EsiModel model;
  {
    const BoostedTrees second = fit_esi_generic(others, settings);
    const auto evidence = evidence_for(stacked, esi_set(fitted), second, settings);
    model.stacker =
        fit_esi_stacker(evidence, settings.stacker, [](const EsiCompound&) { return true; });
    model.quality = fit_esi_quality(evidence, settings.stacker);
  }
  model.generic = fit_esi_generic(fitted, settings);

  std::string& manifest = model.manifest;
  manifest = "what: MS/MS spectra of [M+H]+: generic scorer, stacker, quality estimate\n";
  for (const std::string& family : settings.families) {
    const auto file = settings.spectra / ("esi_pos_ms2_" + family + ".msp.gz");
    manifest += "data: " + file.filename().string() + " sha256 " + sha256_file(file) + "\n";
  }
  std::array<char, 64> share{};
  std::snprintf(share.data(), share.size(), "%.3f", settings.empty_share);
  manifest += "licences: MassBank-data 2025.05.1 (CC0, CC BY, CC BY-SA)\ngeneric scorer: " +
              std::to_string(fitted.size()) + " compounds, keys sha256 " + keys_hash(fitted) +
              "; at most " + std::to_string(settings.most_spectra) + " spectra each, " +
              share.data() + " of the formulas without a peak; " + settings_text(settings.generic) +
              "\nstacker: " + std::to_string(stacked.size()) +
              " of them, by a scorer fitted on the others, keys sha256 " + keys_hash(stacked) +
              "; " + settings_text(settings.stacker) +
              "\nheld out (InChIKey, first block; a tenth, and the fentanyl class):";
  for (const EsiCompound& compound : compounds)
    if (compound.is_class || compound.is_held_out) manifest += " " + compound.key;
  manifest += "\n";
  return model;
}

}  // namespace basepeak::train
