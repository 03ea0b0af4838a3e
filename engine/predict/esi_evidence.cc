#include "engine/predict/esi_evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "engine/predict/esi_stacker_rows.h"
#include "engine/predict/quality.h"
#include "engine/predict/sub_formula.h"

namespace basepeak {
namespace {

constexpr double kLeastGeneric = 0.02;   // roots below it make no candidate
constexpr double kBelowPrecursor = 1.5;  // Da, as fragment_peaks leaves out
constexpr double kLowestShownMz = 40.0;
constexpr double kSimilarityScale = 0.12;  // of the weights of the analogues

std::vector<double> weights_of(const std::vector<EsiAnalogue>& analogues) {
  std::vector<double> weights;
  double sum = 0.0;
  for (const EsiAnalogue& analogue : analogues) {
    weights.push_back(
        std::exp((analogue.standing() - analogues.front().standing()) / kSimilarityScale));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

std::vector<double> carried_of(const EsiEvidence& evidence, std::size_t k) {
  std::vector<double> roots;
  for (const EsiCandidate& candidate : evidence.candidates) roots.push_back(candidate.carried[k]);
  return roots;
}

// Of the cheapest explanation.
AtomMask kept_atoms(const EsiIons& ions, const EsiCandidate& candidate) {
  const auto place = ions.find(candidate.composition);
  if (!place) return candidate.atoms;
  return ions.fragments[ions.ions[ions.formulas[*place].first].fragment].atoms;
}

AtomMask cut_ends(const FragmentGraph& graph, AtomMask atoms) {
  AtomMask ends = 0;
  for (const FragmentGraph::Bond& bond : graph.bonds)
    if (holds(atoms, bond.begin) != holds(atoms, bond.end))
      ends |= bit_of(bond.begin) | bit_of(bond.end);
  return ends;
}

}  // namespace

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

EsiMolecule esi_molecule(PredictedMolecule molecule, const SeenIons& seen) {
  EsiMolecule made;
  made.molecule = std::move(molecule);
  made.ions = esi_ions(made.molecule.graph);
  made.rows = esi_molecule_rows(made.molecule, made.ions, seen);
  return made;
}

std::vector<float> esi_generic_roots(const BoostedTrees& scorer, const EsiMolecule& molecule,
                                     const EsiConditions& conditions) {
  const std::vector<float> rest = esi_conditions_row(molecule.molecule.graph, conditions);
  std::vector<float> rows;
  rows.reserve(molecule.ions.formulas.size() * kEsiGenericWidth);
  for (std::size_t f = 0; f < molecule.ions.formulas.size(); ++f) {
    const auto begin = molecule.rows.begin() + static_cast<std::ptrdiff_t>(f * kEsiMoleculeWidth);
    rows.insert(rows.end(), begin, begin + kEsiMoleculeWidth);
    rows.insert(rows.end(), rest.begin(), rest.end());
  }
  std::vector<float> roots = scorer.values(rows);
  for (float& root : roots) root = std::max(0.0F, root);
  return roots;
}

EsiEvidence esi_evidence(const EsiAnalogueSet& set, const EsiMolecule& molecule,
                         const std::vector<float>& generic_roots, const EsiConditions& conditions,
                         const std::function<bool(std::string_view)>& may_use) {
  EsiEvidence evidence;
  evidence.conditions = conditions;
  evidence.precursor_mz = protonated_mz(molecule.molecule.graph);
  evidence.atoms = molecule.molecule.graph.atoms.size();
  evidence.molecule = Compositions(molecule.molecule.graph).of(molecule.molecule.graph.all(), 0);
  evidence.analogues =
      set.nearest(molecule.molecule, molecule.ions, conditions, kEsiNeighbours, may_use);
  evidence.weights = weights_of(evidence.analogues);

  const std::size_t count = evidence.analogues.size();
  std::map<Composition, EsiCandidate> candidates;
  const auto candidate_of = [&](const Composition& composition) -> EsiCandidate& {
    EsiCandidate& candidate = candidates[composition];
    if (candidate.mz == 0.0) {
      candidate.composition = composition;
      candidate.mz = cation_mz(composition);
      candidate.carried.assign(count, 0.0);
      candidate.cost = -1.0;
      candidate.seen.fill(std::numeric_limits<float>::quiet_NaN());
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
    std::copy_n(molecule.rows.begin() +
                    static_cast<std::ptrdiff_t>((f + 1) * kEsiMoleculeWidth - kSeenWidth),
                kSeenWidth, candidate.seen.begin());
    candidate.cost = 0.1 * cheapest.cost;
    candidate.cut_bonds = molecule.ions.fragments[cheapest.fragment].cut_bonds;
    if (candidate.atoms == 0) {
      candidate.atoms = molecule.ions.fragments[cheapest.fragment].atoms;
      candidate.hydrogen_shift = cheapest.hydrogen_shift;
    }
  }
  const FragmentGraph& graph = molecule.molecule.graph;
  const Composition both = Compositions(graph).of(graph.all(), 2);
  for (auto& [composition, candidate] : candidates) {
    const AtomMask ends = cut_ends(graph, kept_atoms(molecule.ions, candidate));
    for (const EsiAnalogue& analogue : evidence.analogues) {
      std::uint8_t least = kNothingCut;
      for_each_atom(ends, [&](std::size_t i) { least = std::min(least, analogue.agreement[i]); });
      candidate.agreement.push_back(least);
    }
    const auto rest = difference(both, composition);
    const auto found = rest ? candidates.find(*rest) : candidates.end();
    if (found == candidates.end()) continue;
    candidate.other_generic = found->second.generic;
    candidate.other_transfer = found->second.transfer;
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

std::vector<double> esi_stacked_roots(const BoostedTrees& stacker, const EsiEvidence& evidence) {
  std::vector<double> roots;
  double highest = 0.0;
  for (const float root : stacker.values(esi_stacker_rows(evidence))) {
    roots.push_back(std::max(0.0F, root));
    highest = std::max(highest, roots.back());
  }
  for (double& root : roots) root = std::max(0.0, root - kDoubtfulRoot * highest);
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
