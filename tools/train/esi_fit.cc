#include "tools/train/esi_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <map>
#include <optional>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/esi_predictor.h"
#include "engine/predict/esi_stacker_rows.h"
#include "engine/sha256.h"
#include "tools/train/class_samples.h"
#include "tools/train/esi_likeness.h"
#include "tools/train/esi_scorer_fit.h"
#include "tools/train/quality_fit.h"

namespace basepeak::train {
namespace {

constexpr double kLowestEnergyEv = 3.0;
constexpr double kHighestFittedEv = 110.0;

bool is_fitted_energy(const EsiSpectrum& spectrum) {
  return spectrum.conditions.energy_ev >= kLowestEnergyEv &&
         spectrum.conditions.energy_ev <= kHighestFittedEv;
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
                                   const EsiAnalogueSet& set, const GenericScorer& scorer,
                                   const EsiFitSettings& settings) {
  std::vector<std::vector<Evidence>> parts(compounds.size());
  parallel_for(compounds.size(), settings.threads, [&](std::size_t c) {
    const EsiCompound& compound = *compounds[c];
    const EsiMolecule molecule = esi_molecule(compound.molecule, scorer.seen);
    for (const EsiSpectrum* spectrum : chosen_spectra(compound, settings.stacked_spectra)) {
      Evidence made{&compound, spectrum, {}, {}, {}};
      made.evidence = esi_evidence(set, molecule,
                                   esi_generic_roots(scorer.trees, molecule, spectrum->conditions),
                                   spectrum->conditions, [&](std::string_view key) {
                                     return key != compound.key && key != compound.structure_key;
                                   });
      if (made.evidence.analogues.empty()) continue;
      auto target = esi_candidate_targets(made.evidence, molecule.ions, compound, *spectrum);
      if (!target) continue;
      made.target = std::move(*target);
      made.rows = esi_stacker_rows(made.evidence);
      for (EsiAnalogue& analogue : made.evidence.analogues) analogue.transferred.clear();
      parts[c].push_back(std::move(made));
    }
  });
  std::vector<Evidence> all;
  for (auto& part : parts) std::move(part.begin(), part.end(), std::back_inserter(all));
  return all;
}

std::vector<const EsiCompound*> those(const std::vector<const EsiCompound*>& compounds,
                                      const std::function<bool(const EsiCompound&)>& wanted) {
  std::vector<const EsiCompound*> kept;
  std::copy_if(compounds.begin(), compounds.end(), std::back_inserter(kept),
               [&](const EsiCompound* compound) { return wanted(*compound); });
  return kept;
}

BoostedTrees fit_esi_stacker(std::initializer_list<const std::vector<Evidence>*> all,
                             const BoostedSettings& settings,
                             const std::function<bool(const EsiCompound&)>& may_use) {
  TrainingRows rows;
  rows.width = kEsiStackerWidth;
  for (const std::vector<Evidence>* some : all) {
    for (const Evidence& one : *some) {
      if (!may_use(*one.compound)) continue;
      rows.values.insert(rows.values.end(), one.rows.begin(), one.rows.end());
      rows.target.insert(rows.target.end(), one.target.begin(), one.target.end());
    }
  }
  return fit_boosted_trees(std::move(rows), settings);
}

// Scorers that stackers are fitted by should know nearly what the one that ships knows.
constexpr std::size_t kParts = 4;

std::size_t part_of(const EsiCompound& compound) {
  return fold_of(compound.key, kParts, "esi cross");
}

// Parts that hold whole kinds, for who is asked about a kind that the scorer never saw while the
// analogues are of it: a compound is of the first kind whose founder is that similar.
constexpr double kOfAKind = 0.35;

std::map<const EsiCompound*, std::size_t> parts_by_kind(
    const std::vector<const EsiCompound*>& compounds) {
  std::vector<const EsiCompound*> founders;
  std::map<const EsiCompound*, std::size_t> parts;
  for (const EsiCompound* compound : compounds) {
    const auto founder =
        std::find_if(founders.begin(), founders.end(), [&](const EsiCompound* one) {
          return similarity(one->molecule.fingerprint, compound->molecule.fingerprint) >= kOfAKind;
        });
    const EsiCompound* own = founder == founders.end() ? compound : *founder;
    if (own == compound) founders.push_back(compound);
    parts[compound] = fold_of(own->key, kParts, "esi kinds");
  }
  return parts;
}

// The estimate is fitted on what stackers of the other half say: two of them do.
constexpr std::size_t kHalves = 2;
static_assert(kParts % kHalves == 0);

std::size_t half_of(const EsiCompound& compound) { return part_of(compound) % kHalves; }

// What predictions were like, and what the estimate reads of them.
struct Judged {
  std::vector<std::vector<double>> features;
  std::vector<double> cosines;
  std::string facts;
};

// `stackers`: one a half of the compounds, fitted on the other.
Judged judged(const std::vector<Evidence>& all, const std::vector<BoostedTrees>& stackers) {
  Judged made;
  Likeness sum;
  for (const Evidence& one : all) {
    if (one.evidence.analogues.front().similarity < kLeastSimilarity) continue;
    const auto stacked = esi_stacked_roots(stackers[half_of(*one.compound)], one.evidence);
    made.features.push_back(esi_quality_features(one.evidence, stacked));
    const Likeness found =
        esi_likeness(measured_esi(one.spectrum->peaks, one.compound->precursor_mz),
                     shown_esi(one.evidence, stacked), one.spectrum->conditions.instrument);
    made.cosines.push_back(found.cosine);
    sum.cosine += found.cosine;
    sum.entropy += found.entropy;
  }
  const auto count = static_cast<double>(made.cosines.size());
  std::array<char, 100> text{};
  std::snprintf(text.data(), text.size(), "n %zu, cosine %.4f, entropy %.4f", made.cosines.size(),
                sum.cosine / count, sum.entropy / count);
  made.facts = text.data();
  return made;
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
  // Each part is stacked by a scorer fitted on the others; all of them by what ships. The work
  // lies in fits that use one thread each, so they are made side by side.
  const auto kinds = parts_by_kind(fitted);
  const auto lies_in = [&](const EsiCompound& compound, std::size_t part) {
    return part < kParts ? part_of(compound) == part : kinds.at(&compound) + kParts == part;
  };
  std::vector<GenericScorer> scorers(2 * kParts + 1);
  EsiFitSettings alone = settings;
  alone.threads = 1;
  parallel_for(scorers.size(), settings.threads, [&](std::size_t part) {
    scorers[part] = fit_esi_scorer(
        those(fitted, [&](const EsiCompound& compound) { return !lies_in(compound, part); }),
        alone);
  });
  const EsiAnalogueSet set = esi_set(fitted);
  const auto evidence_of = [&](std::size_t first_part) {
    std::vector<Evidence> all;
    for (std::size_t part = first_part; part < first_part + kParts; ++part) {
      const auto own =
          those(fitted, [&](const EsiCompound& compound) { return lies_in(compound, part); });
      auto more = evidence_for(own, set, scorers[part], settings);
      std::move(more.begin(), more.end(), std::back_inserter(all));
    }
    return all;
  };
  const std::vector<Evidence> evidence = evidence_of(0);
  const std::vector<Evidence> of_kinds = evidence_of(kParts);
  std::vector<BoostedTrees> stackers(kHalves + 1);
  for (std::size_t i = 0; i < stackers.size(); ++i) {  // one by one: each takes gigabytes
    stackers[i] =
        fit_esi_stacker({&evidence, &of_kinds}, settings.stacker,
                        [&](const EsiCompound& compound) { return half_of(compound) != i; });
  }
  EsiModel model;
  model.generic = std::move(scorers.back());
  const Judged own = judged(evidence, stackers);
  model.quality = fit_quality(own.features, own.cosines);

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
              "\nseen: of at least " + std::to_string(settings.least_seen) +
              " of them\nstacker: at most " + std::to_string(settings.stacked_spectra) +
              " spectra of each, by scorers fitted on three quarters of the compounds, and on "
              "three quarters of their kinds; " +
              settings_text(settings.stacker) +
              "\nquality estimate: predictions of compounds that neither scorer nor stacker had "
              "seen: " +
              own.facts +
              "; of whose kind the scorer had seen none: " + judged(of_kinds, stackers).facts +
              "\nheld out (InChIKey, first block; a tenth, and the fentanyl class):";
  for (const EsiCompound& compound : compounds)
    if (compound.is_class || compound.is_held_out) manifest += " " + compound.key;
  manifest += "\n";
  model.stacker = std::move(stackers.back());
  return model;
}

}  // namespace basepeak::train
