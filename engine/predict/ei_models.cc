#include "engine/predict/ei_models.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace basepeak {

std::vector<double> generic_roots(const BoostedTrees& scorer, const GenericRows& rows,
                                  int nominal_mass) {
  std::vector<double> roots(static_cast<std::size_t>(nominal_mass) + 1, 0.0);
  double squares = 0.0;
  const std::vector<float> scores = scorer.values(rows.values);
  for (std::size_t r = 0; r < rows.mz.size(); ++r) {
    const double root = std::max(0.0F, scores[r]);
    roots[static_cast<std::size_t>(rows.mz[r])] = root;
    squares += root * root;
  }
  if (squares > 0.0) {
    for (double& root : roots) root /= std::sqrt(squares);
  }
  return roots;
}

GenericAnswer generic_answer(const GenericScorer& scorer, const PredictedMolecule& molecule) {
  GenericAnswer answer{generic_rows(molecule, scorer.seen), {}};
  answer.roots = generic_roots(scorer.trees, answer.rows, molecule.nominal_mass);
  return answer;
}

EiEvidence ei_evidence(const AnalogueSet& set, const PredictedMolecule& molecule,
                       GenericAnswer generic,
                       const std::function<bool(std::string_view)>& may_use) {
  EiEvidence evidence;
  evidence.atoms = molecule.graph.atoms.size();
  evidence.analogues = set.nearest(molecule, kNeighbours, may_use);
  evidence.generic_rows = std::move(generic.rows);
  evidence.generic = std::move(generic.roots);
  if (evidence.analogues.empty()) {
    evidence.transfer.assign(evidence.generic.size(), 0.0);
    return evidence;
  }
  evidence.transferred = combined(evidence.analogues);
  evidence.transfer = root_shares(evidence.transferred.intensity);
  return evidence;
}

std::vector<double> stacked_roots(const BoostedTrees& stacker, const AnalogueSet& set,
                                  const PredictedMolecule& molecule, const EiEvidence& evidence) {
  const StackerRows rows = stacker_rows(set, molecule, evidence);
  std::vector<double> roots(evidence.transfer.size(), 0.0);
  for (std::size_t m = 0; m < kLowestGenericMass && m < roots.size(); ++m)
    roots[m] = evidence.transfer[m];
  const std::vector<float> changes = stacker.values(rows.values);
  for (std::size_t r = 0; r < rows.mz.size(); ++r) {
    const auto mz = static_cast<std::size_t>(rows.mz[r]);
    roots[mz] = std::max(0.0, evidence.transfer[mz] + changes[r]);
  }
  return roots;
}

}  // namespace basepeak
