#include "engine/predict/ei_predictor.h"

#include <utility>

#include "engine/predict/asked_molecule.h"
#include "engine/predict/displayed_spectrum.h"
#include "engine/predict/exact_ei_peaks.h"
#include "engine/predict/library_analogues.h"

namespace basepeak {
EiPredictor::EiPredictor(const Library& library, EiModel model, std::size_t threads)
    : model_(std::move(model)),
      library_(library.name() + " (sha256 " + library.checksum().substr(0, 12) + ")") {
  LibraryAnalogues found = library_analogues(library, threads);
  set_ = std::move(found.set);
  sources_ = std::move(found.sources);
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
  if (settings.has_exact_masses) {
    made.has_exact_masses = true;
    made.peaks = with_exact_masses(made.peaks, molecule.graph);
  }
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
