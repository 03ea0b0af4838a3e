// What leaving out spectra whose licence allows no fitted model costs the scorer of MS/MS ions.
#include <cstdio>

#include "benchmarks/accuracy/esi_asked.h"
#include "benchmarks/accuracy/esi_prediction.h"
#include "benchmarks/environment.h"
#include "engine/parallel.h"
#include "tools/train/esi_fit.h"
#include "tools/train/esi_likeness.h"
#include "tools/train/esi_scorer_fit.h"

namespace basepeak::benchmarks {
namespace {

// Without analogues: what the scorer says alone.
train::Likeness likeness_of(const GenericScorer& scorer, const AskedEsi& asked) {
  static const EsiAnalogueSet kNone;
  const EsiConditions& conditions = asked.spectrum->conditions;
  const EsiMolecule molecule = esi_molecule(asked.compound->molecule, scorer.seen);
  const EsiEvidence evidence =
      esi_evidence(kNone, molecule, esi_generic_roots(scorer.trees, molecule, conditions),
                   conditions, [](std::string_view) { return false; });
  return train::esi_likeness(
      train::measured_esi(asked.spectrum->peaks, asked.compound->precursor_mz),
      train::shown_esi(evidence, generics_of(evidence)), conditions.instrument);
}

}  // namespace

std::vector<PredictionRow> measure_esi_licences(const std::filesystem::path& data,
                                                std::size_t threads) {
  const std::vector<std::string> allowed = {"open", "sharealike"};
  std::vector<std::string> all = allowed;
  all.emplace_back("noncommercial");
  const auto compounds = train::read_esi_compounds(data / "spectra", allowed);
  const AskedEsiSpectra all_asked = asked_esi_spectra(compounds);
  std::vector<PredictionRow> rows;
  for (const auto& families : {allowed, all}) {
    train::EsiFitSettings settings;
    settings.threads = threads;
    const auto known = train::read_esi_compounds(data / "spectra", families);
    const auto fitted = train::fitted_compounds(known);
    const double before = cpu_seconds();
    const GenericScorer scorer = train::fit_esi_scorer(fitted, settings);
    std::printf("%zu compounds: fitted in %.0f CPU s\n", fitted.size(), cpu_seconds() - before);
    std::fflush(stdout);
    const std::string method = "scorer alone, fitted on " + std::to_string(fitted.size());
    for (const auto& [protocol, asked] : {std::pair{"held out", &all_asked.held_out},
                                          std::pair{"fentanyl class", &all_asked.of_class}}) {
      PredictionRow row{protocol, method, std::vector<train::Likeness>(asked->size())};
      parallel_for(asked->size(), threads,
                   [&](std::size_t i) { row.likeness[i] = likeness_of(scorer, (*asked)[i]); });
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace basepeak::benchmarks
