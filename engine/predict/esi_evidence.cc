#include "engine/predict/esi_evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "engine/predict/quality.h"

namespace basepeak {
namespace {

constexpr double kLeastGeneric = 0.02;   // roots below it make no candidate
constexpr double kBelowPrecursor = 1.5;  // Da, as fragment_peaks leaves out
constexpr double kLowestShownMz = 40.0;
constexpr double kSimilarityScale = 0.12;  // of the weights of the analogues

double standing(const EsiAnalogue& analogue) { return analogue.similarity - analogue.penalty; }

std::vector<double> weights_of(const std::vector<EsiAnalogue>& analogues) {
  std::vector<double> weights;
  double sum = 0.0;
  for (const EsiAnalogue& analogue : analogues) {
    weights.push_back(
        std::exp((standing(analogue) - standing(analogues.front())) / kSimilarityScale));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

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

EsiMolecule esi_molecule(PredictedMolecule molecule, const EsiSeen& seen) {
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
  const Composition protonated = Compositions(graph).of(graph.all(), 1);
  for (auto& [composition, candidate] : candidates) {
    // What was cut, by the cheapest explanation.
    const auto place = molecule.ions.find(composition);
    AtomMask atoms = candidate.atoms;
    if (place)
      atoms =
          molecule.ions.fragments[molecule.ions.ions[molecule.ions.formulas[*place].first].fragment]
              .atoms;
    AtomMask ends = 0;
    for (const FragmentGraph::Bond& bond : graph.bonds)
      if (holds(atoms, bond.begin) != holds(atoms, bond.end))
        ends |= bit_of(bond.begin) | bit_of(bond.end);
    for (const EsiAnalogue& analogue : evidence.analogues) {
      std::uint8_t least = 10;
      for_each_atom(ends, [&](std::size_t i) { least = std::min(least, analogue.agreement[i]); });
      candidate.agreement.push_back(least);
    }
    Composition other;
    bool is_possible = true;
    for (std::size_t e = 0; e < Composition::kElements; ++e) {
      const int left = protonated.count[e] + (e == 1 ? 1 : 0) - composition.count[e];
      if (left < 0) is_possible = false;
      other.count[e] = static_cast<std::uint16_t>(std::max(0, left));
    }
    if (!is_possible) continue;
    const auto found = candidates.find(other);
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

namespace {

// Position among the values, the largest first, equals by position; 0 for the largest.
std::vector<double> ranks_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<double>(i);
  return ranks;
}

double norm_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value * value;
  return std::sqrt(sum);
}

}  // namespace

std::vector<float> esi_stacker_rows(const EsiEvidence& evidence) {
  std::vector<float> values;
  values.reserve(evidence.candidates.size() * kEsiStackerWidth);
  const std::vector<double> generics = generics_of(evidence);
  const std::vector<double> transfers = transfers_of(evidence);
  const double generic_scale = scale_of(generics);
  const double transfer_scale = scale_of(transfers);
  const double generic_norm = std::max(1e-9, norm_of(generics));
  const double transfer_norm = std::max(1e-9, norm_of(transfers));
  const std::vector<double> generic_ranks = ranks_of(generics);
  const std::vector<double> transfer_ranks = ranks_of(transfers);
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  const std::size_t count = evidence.analogues.size();
  double mean_similarity = 0.0;
  for (std::size_t k = 0; k < count; ++k)
    mean_similarity += evidence.weights[k] * evidence.analogues[k].similarity;
  for (std::size_t i = 0; i < evidence.candidates.size(); ++i) {
    const EsiCandidate& candidate = evidence.candidates[i];
    const auto add = [&](double value) { values.push_back(static_cast<float>(value)); };
    double highest = 0.0;
    double lowest = count > 0 ? 1.0 : 0.0;
    double present = 0.0;
    double plain = 0.0;
    double can_tell = 0.0;       // weight of analogues that have the cut bonds
    double can_tell_well = 0.0;  // and the same atoms around them
    double local_sum = 0.0;
    double local = 0.0;
    std::size_t best = 0;
    for (std::size_t k = 0; k < count; ++k) {
      const double value = candidate.carried[k];
      highest = std::max(highest, value);
      lowest = std::min(lowest, value);
      present += value > 0.0 ? evidence.weights[k] : 0.0;
      plain += value / static_cast<double>(count);
      const int agreement = candidate.agreement[k];
      if (agreement > candidate.agreement[best]) best = k;
      if (agreement > 0) can_tell += evidence.weights[k];
      if (agreement > 2) can_tell_well += evidence.weights[k];
      const double weight =
          agreement > 0 ? std::sqrt(evidence.weights[k]) * std::exp2(std::min(agreement, 6)) : 0.0;
      local_sum += weight;
      local += weight * value;
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
    for (const double value : {candidate.generic / generic_norm, candidate.transfer / transfer_norm,
                               generic_ranks[i], transfer_ranks[i], generic_norm, transfer_norm,
                               candidate.other_generic, candidate.other_transfer, can_tell,
                               can_tell_well, static_cast<double>(evidence.candidates.size())})
      add(value);
    values.push_back(local_sum > 0.0 ? static_cast<float>(local / local_sum) : kNone);
    values.push_back(count > 0 ? static_cast<float>(candidate.agreement[best]) : kNone);
    values.push_back(count > 0 && candidate.agreement[best] > 0
                         ? static_cast<float>(candidate.carried[best])
                         : kNone);
    const auto& atoms = candidate.composition.count;
    int valences = 2;  // twice the rings and double bonds
    for (std::size_t e = 0; e < atoms.size(); ++e)
      valences += atoms[e] * (e == 0 || e == 5   ? 2
                              : e == 2 || e == 6 ? 1
                              : e == 3 || e == 7 ? 0
                                                 : -1);
    for (const double value :
         {static_cast<double>(atoms[0]), static_cast<double>(atoms[1]),
          static_cast<double>(atoms[2]), static_cast<double>(atoms[3]),
          static_cast<double>(atoms[7]),
          static_cast<double>(atoms[4] + atoms[8] + atoms[9] + atoms[10]), 0.5 * valences,
          static_cast<double>(evidence.molecule.count[0] - atoms[0]),
          static_cast<double>(evidence.molecule.count[1] - atoms[1]),
          static_cast<double>(evidence.molecule.count[2] - atoms[2]),
          static_cast<double>(evidence.molecule.count[3] - atoms[3])})
      add(value);
    values.insert(values.end(), candidate.seen.begin(), candidate.seen.end());
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      values.push_back(k < count ? static_cast<float>(candidate.carried[k]) : kNone);
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      values.push_back(k < count ? static_cast<float>(candidate.agreement[k]) : kNone);
    for (std::size_t k = 0; k < kEsiNeighbours; ++k)
      values.push_back(k < count ? static_cast<float>(standing(evidence.analogues[k])) : kNone);
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
                                    "generic_highest",
                                    "generic_of_norm",
                                    "transfer_of_norm",
                                    "generic_rank",
                                    "transfer_rank",
                                    "generic_norm",
                                    "transfer_norm",
                                    "other_generic",
                                    "other_transfer",
                                    "can_tell",
                                    "can_tell_well",
                                    "candidates",
                                    "local_transfer",
                                    "best_agreement",
                                    "best_carried",
                                    "carbon",
                                    "hydrogen",
                                    "nitrogen",
                                    "oxygen",
                                    "sulfur",
                                    "halogen",
                                    "unsaturation",
                                    "lost_carbon",
                                    "lost_hydrogen",
                                    "lost_nitrogen",
                                    "lost_oxygen"};
  for (std::string& name : seen_row_names()) names.push_back(std::move(name));
  for (const char* what : {"transfer ", "agreement ", "standing ", "energy_off "})
    for (std::size_t k = 1; k <= kEsiNeighbours; ++k) names.push_back(what + std::to_string(k));
  return names;
}

std::vector<double> esi_stacked_roots(const BoostedTrees& stacker, const EsiEvidence& evidence) {
  std::vector<double> roots;
  for (const float root : stacker.values(esi_stacker_rows(evidence)))
    roots.push_back(std::max(0.0F, root));
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
