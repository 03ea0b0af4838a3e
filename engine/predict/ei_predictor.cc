#include "engine/predict/ei_predictor.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/asked_molecule.h"
#include "engine/predict/displayed_spectrum.h"

namespace basepeak {
namespace {

struct UsableRecord {
  PredictedMolecule molecule;
  std::string compound;
};

std::optional<UsableRecord> usable(const Library& library, std::uint32_t record) {
  if (library.ionisation(record) != Ionisation::ei || library.ms_level(record) != 1 ||
      library.origin(record) != Origin::measured || library.smiles(record).empty())
    return std::nullopt;
  try {
    UsableRecord made;
    const std::string smiles(library.smiles(record));
    made.molecule = predicted_molecule(molecule_graph(smiles), smiles);
    if (!can_be_of(library.peaks(record), made.molecule.nominal_mass)) return std::nullopt;
    made.compound = compound_key(library.inchikey(record), smiles);
    return made;
  } catch (const Error& problem) {
    if (problem.kind() != ErrorKind::input) throw;
    return std::nullopt;  // a structure that is not predicted is no analogue either
  }
}

}  // namespace

EiPredictor::EiPredictor(const Library& library, EiModel model, std::size_t threads)
    : model_(std::move(model)),
      library_(library.name() + " (sha256 " + library.checksum().substr(0, 12) + ")") {
  std::vector<std::optional<UsableRecord>> records(library.size());
  parallel_for(library.size(), threads,
               [&](std::size_t i) { records[i] = usable(library, static_cast<std::uint32_t>(i)); });
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!records[i]) continue;
    set_.add(std::move(records[i]->molecule), library.peaks(i), std::move(records[i]->compound));
    sources_.push_back(
        {std::string(library.id(i)), std::string(library.compound_name(i)), 0.0, std::nullopt});
  }
}

Prediction EiPredictor::predict(std::string_view smiles, const std::string& name,
                                const PredictionSettings& settings) const {
  AskedMolecule asked = asked_molecule(smiles, name);
  const PredictedMolecule& molecule = asked.molecule;
  Prediction& made = asked.prediction;
  made.model = model_.checksum;
  made.library = library_;
  made.is_for_ranking = settings.is_for_ranking;
  const EiEvidence evidence = ei_evidence(
      set_, molecule, generic_answer(model_.generic, molecule), [&](std::string_view compound) {
        return !settings.excludes_self || compound != asked.compound;
      });
  const bool has_none = evidence.analogues.empty();
  require_analogue(made.name, has_none ? "" : sources_[evidence.analogues.front().known].name,
                   has_none ? 0.0 : evidence.analogues.front().similarity);
  const std::vector<double> stacked = stacked_roots(model_.stacker, set_, molecule, evidence);
  made.peaks = predicted_peaks(settings.is_for_ranking ? ranking_roots(evidence) : stacked,
                               molecule, evidence);
  made.expected_cosine = model_.quality.expected(quality_features(evidence, stacked));
  made.deviation = model_.quality.deviation;
  made.grade = grade_of(made.expected_cosine);
  for (const Analogue& analogue : evidence.analogues) {
    made.analogues.push_back(sources_[analogue.known]);
    made.analogues.back().similarity = analogue.similarity;
  }
  return std::move(made);
}

}  // namespace basepeak
