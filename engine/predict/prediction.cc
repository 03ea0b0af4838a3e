#include "engine/predict/prediction.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/inchi_key.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/version.h"

namespace basepeak {
namespace {

// The first block of the record's InChIKey, else of one made of its structure.
std::string compound_key(std::string_view inchikey, const std::string& smiles) {
  const std::string key = is_inchi_key(inchikey) ? std::string(inchikey) : inchi_key(smiles);
  return std::string(inchi_key_connectivity(key));
}

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

std::string fixed(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

// "1-3,7" for atoms 0, 1, 2 and 6.
std::string numbers_of(AtomMask atoms) {
  std::string text;
  for (std::size_t i = 0; i < kMostPredictedAtoms; ++i) {
    if (!holds(atoms, i)) continue;
    std::size_t last = i;
    while (last + 1 < kMostPredictedAtoms && holds(atoms, last + 1)) ++last;
    if (!text.empty()) text += ",";
    text += std::to_string(i + 1);
    if (last > i) text += (last == i + 1 ? "," : "-") + std::to_string(last + 1);
    i = last;
  }
  return text;
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
    sources_.push_back({std::string(library.id(i)), std::string(library.compound_name(i)), 0.0});
  }
}

Prediction EiPredictor::predict(std::string_view smiles, const std::string& name,
                                const PredictionSettings& settings) const {
  const std::string shown = name.empty() ? std::string(smiles) : name;
  const Structure structure = read_structure(smiles);
  Prediction made;
  made.name = shown;
  made.smiles = structure.canonical_smiles;
  made.formula = structure.formula;
  made.monoisotopic_mass = structure.monoisotopic_mass;
  made.model = model_.checksum;
  made.library = library_;
  made.is_for_ranking = settings.is_for_ranking;
  if (const std::string whole = whole_formula(smiles); whole != structure.formula)
    made.note = "a salt or mixture (" + whole + "): its largest part is predicted";
  const PredictedMolecule molecule = predicted_molecule(molecule_graph(made.smiles), shown);
  made.inchikey = inchi_key(made.smiles);
  const std::string own = compound_key(made.inchikey, made.smiles);
  const EiEvidence evidence = ei_evidence(
      set_, molecule, generic_answer(model_.generic, molecule),
      [&](std::string_view compound) { return !settings.excludes_self || compound != own; });
  if (evidence.analogues.empty() || evidence.analogues.front().similarity < kLeastSimilarity) {
    const std::string best =
        evidence.analogues.empty()
            ? "there is none"
            : "the nearest, " + sources_[evidence.analogues.front().known].name +
                  ", has a similarity of " + fixed(evidence.analogues.front().similarity, 2);
    throw Error(ErrorKind::input, shown.substr(0, 200) +
                                      ": not predicted: no analogue in the library (" + best +
                                      "; at least " + fixed(kLeastSimilarity, 2) + " is needed)");
  }
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
  return made;
}

LibraryRecord record_of(const Prediction& prediction) {
  LibraryRecord record;
  record.name = std::string(kPredictedMark) + prediction.name;
  record.id = "PREDICTED-EI-" + std::string(inchi_key_connectivity(prediction.inchikey));
  record.smiles = prediction.smiles;
  record.inchikey = prediction.inchikey;
  record.formula = prediction.formula;
  record.monoisotopic_mass = prediction.monoisotopic_mass;
  record.acquisition.ionisation = Ionisation::ei;
  record.acquisition.polarity = Polarity::positive;
  record.origin = Origin::predicted;
  record.source = "predicted by Basepeak " + software_version() + " from " + prediction.library;
  record.licence = "as the records it was predicted from";
  record.comment = "PREDICTED, not a measurement: ";
  record.comment += prediction.is_for_ranking ? "for ranking candidates only; " : "";
  record.comment += std::string("grade ") + prediction.grade +
                    ", expected cosine with a measurement " + fixed(prediction.expected_cosine, 2) +
                    " (standard deviation " + fixed(prediction.deviation, 2) + "); model sha256 " +
                    prediction.model.substr(0, 12) + "; analogues: ";
  for (std::size_t k = 0; k < prediction.analogues.size(); ++k) {
    const Prediction::Source& source = prediction.analogues[k];
    record.comment += (k == 0 ? "" : ", ") + std::to_string(k + 1) + " " + source.name + " (" +
                      source.id + ", " + fixed(source.similarity, 2) + ")";
  }
  if (!prediction.note.empty()) record.comment += "; " + prediction.note;
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const PredictedPeak& peak : prediction.peaks) {
    mz.push_back(peak.mz);
    intensity.push_back(static_cast<float>(peak.intensity));
  }
  record.peaks = Peaks::from_unsorted(mz, intensity);
  return record;
}

std::string annotation_of(const PredictedPeak& peak) {
  if (peak.isotope_of != 0) return "isotope of " + std::to_string(peak.isotope_of);
  std::string text;
  if (!peak.formula.empty()) text = peak.formula + " atoms " + numbers_of(peak.atoms);
  for (std::size_t k = 0; k < peak.analogues.size(); ++k) {
    text += k == 0 ? (text.empty() ? "from " : " from ") : ",";
    text += std::to_string(peak.analogues[k] + 1);
  }
  return text;
}

}  // namespace basepeak
