#include "engine/predict/esi_predictor.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/asked_molecule.h"

namespace basepeak {
namespace {

constexpr double kPrecursorWindow = 0.02;  // Da: a record farther off is of something else

struct UsableRecord {
  PredictedMolecule molecule;
  MeasuredEsi measured;
  std::string compound;
};

std::optional<UsableRecord> usable(const Library& library, std::uint32_t record) {
  if (library.ionisation(record) != Ionisation::esi || library.ms_level(record) != 2 ||
      library.polarity(record) == Polarity::negative ||
      library.origin(record) != Origin::measured || library.smiles(record).empty() ||
      library.adduct(record) != "[M+H]+")
    return std::nullopt;
  const auto instrument = instrument_class(library.instrument_type(record));
  if (!instrument) return std::nullopt;
  try {
    UsableRecord made;
    const std::string smiles(library.smiles(record));
    if (smiles.find('.') != std::string::npos) return std::nullopt;
    made.molecule = predicted_molecule(molecule_graph(smiles), smiles);
    const double precursor_mz = protonated_mz(made.molecule.graph);
    const double stated_mz = library.precursor_mz(record);
    if (stated_mz > 0.0 && std::abs(stated_mz - precursor_mz) > kPrecursorWindow)
      return std::nullopt;
    const auto energy = esi_energy_ev(library.energy(record), precursor_mz, *instrument);
    if (!energy) return std::nullopt;
    made.measured.conditions = {*instrument, *energy};
    made.measured.peaks = fragment_peaks(library.peaks(record), precursor_mz, kLeastCarried);
    if (made.measured.peaks.empty()) return std::nullopt;
    made.measured.source = record;
    made.compound = compound_key(library.inchikey(record), smiles);
    return made;
  } catch (const Error& problem) {
    if (problem.kind() != ErrorKind::input) throw;
    return std::nullopt;  // a structure that is not predicted is no analogue either
  }
}

}  // namespace

EsiPredictor::EsiPredictor(const Library& library, EsiModel model, std::size_t threads)
    : model_(std::move(model)),
      library_(library.name() + " (sha256 " + library.checksum().substr(0, 12) + ")") {
  std::vector<std::optional<UsableRecord>> records(library.size());
  parallel_for(library.size(), threads,
               [&](std::size_t i) { records[i] = usable(library, static_cast<std::uint32_t>(i)); });
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!records[i]) continue;
    UsableRecord& record = *records[i];
    const double energy_ev = record.measured.conditions.energy_ev;
    record.measured.source = sources_.size();
    sources_.push_back(
        {std::string(library.id(i)), std::string(library.compound_name(i)), 0.0, energy_ev});
    set_.add_compound(record.compound, std::move(record.molecule));
    set_.add_spectrum(record.compound, std::move(record.measured));
  }
}

Prediction EsiPredictor::predict(std::string_view smiles, const std::string& name,
                                 const EsiConditions& conditions,
                                 const PredictionSettings& settings) const {
  AskedMolecule asked = asked_molecule(smiles, name);
  Prediction& made = asked.prediction;
  made.model = model_.checksum;
  made.library = library_;
  made.is_for_ranking = settings.is_for_ranking;
  const EsiMolecule molecule = esi_molecule(std::move(asked.molecule), model_.generic.seen);
  const EsiEvidence evidence =
      esi_evidence(set_, molecule, esi_generic_roots(model_.generic.trees, molecule, conditions),
                   conditions, [&](std::string_view compound) {
                     return !settings.excludes_self || compound != asked.compound;
                   });
  const bool has_none = evidence.analogues.empty();
  require_analogue(made.name, has_none ? "" : sources_[evidence.analogues.front().source].name,
                   has_none ? 0.0 : evidence.analogues.front().similarity);
  made.conditions = PredictedConditions{basepeak::name(conditions.instrument), conditions.energy_ev,
                                        evidence.precursor_mz};
  const std::vector<double> stacked = esi_stacked_roots(model_.stacker, evidence);
  made.peaks = esi_peaks(evidence, settings.is_for_ranking ? esi_ranking_roots(evidence) : stacked);
  if (made.peaks.empty()) {
    throw Error(ErrorKind::input,
                made.name.substr(0, 200) + ": not predicted: no fragment is expected of it");
  }
  made.expected_cosine = model_.quality.expected(esi_quality_features(evidence, stacked));
  made.deviation = model_.quality.deviation;
  made.grade = grade_of(made.expected_cosine);
  for (const EsiAnalogue& analogue : evidence.analogues) {
    made.analogues.push_back(sources_[analogue.source]);
    made.analogues.back().similarity = analogue.similarity;
  }
  return std::move(asked.prediction);
}

std::vector<PredictedPeak> esi_peaks(const EsiEvidence& evidence,
                                     const std::vector<double>& roots) {
  std::vector<PredictedPeak> peaks;
  if (roots.empty()) return peaks;
  const double highest = *std::max_element(roots.begin(), roots.end());
  if (highest <= 0.0) return peaks;
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const double root = roots[i] / highest;
    if (root < kLeastShownRoot) continue;
    const EsiCandidate& candidate = evidence.candidates[i];
    PredictedPeak peak;
    peak.mz = candidate.mz;
    peak.intensity = 999.0 * root * root;
    peak.formula = formula_of(candidate.composition);
    peak.atoms = candidate.atoms;
    peak.hydrogen_shift = candidate.hydrogen_shift;
    for (std::size_t k = 0; k < candidate.carried.size(); ++k)
      if (candidate.carried[k] > 0.0) peak.analogues.push_back(k);
    peaks.push_back(std::move(peak));
  }
  if (peaks.size() > kMostEsiPeaks) {
    std::vector<double> intensities;
    for (const PredictedPeak& peak : peaks) intensities.push_back(peak.intensity);
    std::nth_element(intensities.begin(), intensities.begin() + kMostEsiPeaks, intensities.end(),
                     std::greater<>());
    const double least = intensities[kMostEsiPeaks];
    std::erase_if(peaks, [&](const PredictedPeak& peak) { return peak.intensity <= least; });
  }
  return peaks;
}

}  // namespace basepeak
