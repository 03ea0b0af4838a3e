#include "engine/predict/esi_evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "engine/predict/quality.h"

namespace basepeak {
namespace {

constexpr double kLeastGeneric = 0.02;   // roots below it make no candidate
constexpr double kBelowPrecursor = 1.5;  // Da, as fragment_peaks leaves out
constexpr double kLowestShownMz = 40.0;

double scale_of(const std::vector<double>& values) {
  double highest = 0.0;
  for (const double value : values) highest = std::max(highest, value);
  return highest > 0.0 ? 1.0 / highest : 0.0;
}

std::vector<double> generics_of(const EsiEvidence& evidence) {
  std::vector<double> roots;
  for (const EsiCandidate& candidate : evidence.candidates) roots.push_back(candidate.generic);
  return roots;
}

std::vector<double> transfers_of(const EsiEvidence& evidence) {
  std::vector<double> roots;
  for (const EsiCandidate& candidate : evidence.candidates) roots.push_back(candidate.transfer);
  return roots;
}

std::vector<double> carried_of(const EsiEvidence& evidence, std::size_t k) {
  std::vector<double> roots;
  for (const EsiCandidate& candidate : evidence.candidates) roots.push_back(candidate.carried[k]);
  return roots;
}

}  // namespace

EsiMolecule esi_molecule(PredictedMolecule molecule) {
  EsiMolecule made;
  made.molecule = std::move(molecule);
  made.ions = esi_ions(made.molecule.graph);
  made.rows = esi_molecule_rows(made.molecule.graph, made.ions);
  return made;
}

std::vector<float> esi_generic_roots(const BoostedTrees& scorer, const EsiMolecule& molecule,
                                     const EsiConditions& conditions) {
  const std::vector<float> rest = esi_conditions_row(molecule.molecule.graph, conditions);
  std::vector<float> row(kEsiGenericWidth);
  std::copy(rest.begin(), rest.end(), row.begin() + kEsiMoleculeWidth);
  std::vector<float> roots;
  for (std::size_t f = 0; f < molecule.ions.formulas.size(); ++f) {
    const auto begin = molecule.rows.begin() + static_cast<std::ptrdiff_t>(f * kEsiMoleculeWidth);
    std::copy(begin, begin + kEsiMoleculeWidth, row.begin());
    roots.push_back(std::max(0.0F, scorer.value(row)));
  }
  return roots;
}

EsiEvidence esi_evidence(const EsiAnalogueSet& set, const EsiMolecule& molecule,
                         const std::vector<float>& generic_roots, const EsiConditions& conditions,
                         const std::function<bool(std::string_view)>& may_use) {
  EsiEvidence evidence;
  evidence.conditions = conditions;
  evidence.precursor_mz = protonated_mz(molecule.molecule.graph);
  evidence.atoms = molecule.molecule.graph.atoms.size();
  evidence.analogues =
      set.nearest(molecule.molecule, molecule.ions, conditions, kEsiNeighbours, may_use);
  std::vector<double> similarities;
  for (const EsiAnalogue& analogue : evidence.analogues) {
    const double far = std::max(0.0, std::abs(analogue.energy_off) - kNearEnergyEv);
    similarities.push_back(analogue.similarity - 0.01 * far);
  }
  evidence.weights = transfer_weights(similarities);

  const std::size_t count = evidence.analogues.size();
  std::map<Composition, EsiCandidate> candidates;
  const auto candidate_of = [&](const Composition& composition) -> EsiCandidate& {
    EsiCandidate& candidate = candidates[composition];
    if (candidate.mz == 0.0) {
      candidate.composition = composition;
      candidate.mz = cation_mz(composition);
      candidate.carried.assign(count, 0.0);
      candidate.cost = -1.0;
    }
    return candidate;
  };
  std::map<Composition, double> largest;
  for (std::size_t k = 0; k < count; ++k) {
    for (const auto& [composition, ion] : evidence.analogues[k].transferred) {
      EsiCandidate& candidate = candidate_of(composition);
      candidate.carried[k] = std::sqrt(ion.intensity);
      candidate.transfer += evidence.weights[k] * candidate.carried[k];
      const double part = evidence.weights[k] * std::sqrt(ion.largest);
      if (double& so_far = largest[composition]; part > so_far) {
        so_far = part;
        candidate.atoms = ion.atoms;
        candidate.hydrogen_shift = ion.hydrogen_shift;
      }
    }
  }
  for (std::size_t f = 0; f < molecule.ions.formulas.size(); ++f) {
    const EsiFormula& formula = molecule.ions.formulas[f];
    const bool is_carried = candidates.find(formula.composition) != candidates.end();
    if (!is_carried && generic_roots[f] < kLeastGeneric) continue;
    EsiCandidate& candidate = candidate_of(formula.composition);
    const EsiIon& cheapest = molecule.ions.ions[formula.first];
    candidate.generic = generic_roots[f];
    candidate.cost = 0.1 * cheapest.cost;
    candidate.cut_bonds = molecule.ions.fragments[cheapest.fragment].cut_bonds;
    if (candidate.atoms == 0) {
      candidate.atoms = molecule.ions.fragments[cheapest.fragment].atoms;
      candidate.hydrogen_shift = cheapest.hydrogen_shift;
    }
  }
  for (auto& [composition, candidate] : candidates) {
    if (candidate.mz < kLowestShownMz || candidate.mz >= evidence.precursor_mz - kBelowPrecursor)
      continue;
    evidence.candidates.push_back(std::move(candidate));
  }
  std::stable_sort(evidence.candidates.begin(), evidence.candidates.end(),
                   [](const EsiCandidate& a, const EsiCandidate& b) { return a.mz < b.mz; });
  return evidence;
}

std::vector<float> esi_stacker_rows(const EsiEvidence& evidence) {
  std::vector<float> values;
  values.reserve(evidence.candidates.size() * kEsiStackerWidth);
  const double generic_scale = scale_of(generics_of(evidence));
  const double transfer_scale = scale_of(transfers_of(evidence));
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  const std::size_t count = evidence.analogues.size();
  double mean_similarity = 0.0;
  for (std::size_t k = 0; k < count; ++k)
    mean_similarity += evidence.weights[k] * evidence.analogues[k].similarity;
  for (const EsiCandidate& candidate : evidence.candidates) {
    const auto add = [&](double value) { values.push_back(static_cast<float>(value)); };
    double highest = 0.0;
    double lowest = count > 0 ? 1.0 : 0.0;
    double present = 0.0;
    double plain = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
      const double value = candidate.carried[k];
      highest = std::max(highest, value);
      lowest = std::min(lowest, value);
      present += value > 0.0 ? evidence.weights[k] : 0.0;
      plain += value / static_cast<double>(count);
    }
    for (const double value :
         {candidate.generic, generic_scale * candidate.generic, candidate.transfer,
          transfer_scale * candidate.transfer, highest, lowest, present, plain, candidate.mz,
          evidence.precursor_mz - candidate.mz, static_cast<double>(candidate.cut_bonds),
          static_cast<double>(candidate.hydrogen_shift)})
      add(value);
    values.push_back(candidate.cost < 0.0 ? kNone : static_cast<float>(candidate.cost));
    add(is_even_electron(candidate.composition) ? 1.0 : 0.0);
    for (const double value :
         {static_cast<double>(evidence.atoms), evidence.precursor_mz, evidence.conditions.energy_ev,
          500.0 * evidence.conditions.energy_ev / evidence.precursor_mz,
          evidence.conditions.instrument == InstrumentClass::hcd ? 1.0 : 0.0,
          static_cast<double>(count), mean_similarity, 1.0 / std::max(1e-9, generic_scale)})
      add(value);
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      values.push_back(k < count ? static_cast<float>(candidate.carried[k]) : kNone);
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      values.push_back(k < count ? static_cast<float>(evidence.analogues[k].similarity) : kNone);
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      values.push_back(k < count ? static_cast<float>(evidence.analogues[k].energy_off) : kNone);
  }
  return values;
}

std::vector<std::string> esi_stacker_row_names() {
  std::vector<std::string> names = {"generic",
                                    "generic_scaled",
                                    "transfer",
                                    "transfer_scaled",
                                    "highest",
                                    "lowest",
                                    "present",
                                    "plain_mean",
                                    "mz",
                                    "loss",
                                    "cut_bonds",
                                    "hydrogen_shift",
                                    "ion_cost",
                                    "is_even_electron",
                                    "molecule_atoms",
                                    "precursor_mz",
                                    "energy_ev",
                                    "energy_normalised",
                                    "is_hcd",
                                    "analogues",
                                    "mean_similarity",
                                    "generic_highest"};
  for (const char* what : {"transfer ", "similarity ", "energy_off "})
    for (std::size_t k = 1; k <= kEsiNeighbours; ++k) names.push_back(what + std::to_string(k));
  return names;
}

std::vector<double> esi_stacked_roots(const BoostedTrees& stacker, const EsiEvidence& evidence) {
  const std::vector<float> rows = esi_stacker_rows(evidence);
  std::vector<double> roots;
  for (std::size_t r = 0; r < evidence.candidates.size(); ++r) {
    const auto row = std::span(rows).subspan(r * kEsiStackerWidth, kEsiStackerWidth);
    roots.push_back(std::max(0.0F, stacker.value(row)));
  }
  return roots;
}

std::vector<double> esi_ranking_roots(const EsiEvidence& evidence) {
  std::vector<double> roots = transfers_of(evidence);
  const std::vector<double> generics = generics_of(evidence);
  const double transfer_scale = scale_of(roots);
  const double generic_scale = scale_of(generics);
  for (std::size_t i = 0; i < roots.size(); ++i)
    roots[i] = transfer_scale * roots[i] + generic_scale * generics[i];
  return roots;
}

std::vector<double> esi_quality_features(const EsiEvidence& evidence,
                                         const std::vector<double>& stacked) {
  const std::vector<double> transfer = transfers_of(evidence);
  double mean = 0.0;
  double agreement = 0.0;
  double explained = 0.0;
  for (std::size_t k = 0; k < evidence.analogues.size(); ++k) {
    mean += evidence.weights[k] * evidence.analogues[k].similarity;
    agreement += evidence.weights[k] * root_cosine(carried_of(evidence, k), transfer);
    explained += evidence.weights[k] * evidence.analogues[k].explained;
  }
  double sum = 0.0;
  for (const double root : stacked) sum += root * root;
  double entropy = 0.0;
  for (const double root : stacked)
    if (root > 0.0) entropy -= root * root / sum * std::log(root * root / sum);
  const bool has_any = !evidence.analogues.empty();
  return {has_any ? evidence.analogues.front().similarity : 0.0,
          mean,
          has_any ? evidence.analogues.back().similarity : 0.0,
          agreement,
          root_cosine(transfer, generics_of(evidence)),
          root_cosine(transfer, stacked),
          explained,
          has_any ? std::min(1.0, std::abs(evidence.analogues.front().energy_off) / 20.0) : 1.0,
          evidence.conditions.instrument == InstrumentClass::hcd ? 1.0 : 0.0,
          std::min(1.0, evidence.conditions.energy_ev / 100.0),
          0.25 * entropy};
}

}  // namespace basepeak
