#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/predict/boosted_trees.h"
#include "engine/predict/esi_analogues.h"
#include "engine/predict/esi_generic_rows.h"

namespace basepeak {

inline constexpr std::size_t kEsiNeighbours = 10;

// A molecule with what the generic scorer reads of it, made once for any number of conditions.
struct EsiMolecule {
  PredictedMolecule molecule;
  EsiIons ions;
  std::vector<float> rows;  // esi_molecule_rows
};
[[nodiscard]] EsiMolecule esi_molecule(PredictedMolecule molecule, const SeenIons& seen);

// Square roots of intensity, one a formula of `molecule.ions`; not scaled.
[[nodiscard]] std::vector<float> esi_generic_roots(const BoostedTrees& scorer,
                                                   const EsiMolecule& molecule,
                                                   const EsiConditions& conditions);

inline constexpr std::uint8_t kNothingCut = 10;  // above every agreement

// An ion that the spectrum may hold and what speaks for it; all are square roots of intensity.
struct EsiCandidate {
  Composition composition;
  double mz = 0.0;
  double generic = 0.0;
  double transfer = 0.0;        // weighted mean of the analogues
  std::vector<double> carried;  // of each analogue
  AtomMask atoms = 0;           // as the analogues say, else the cheapest explanation; else none
  int hydrogen_shift = 0;
  double cost = 0.0;  // of the cheapest explanation; negative for none
  int cut_bonds = 0;
  // Of each analogue: the least agreement at the ends of the bonds that the cheapest explanation
  // cuts; 0 where the analogue has no such bond and cannot tell whether this ion comes, kNothingCut
  // for the whole molecule.
  std::vector<std::uint8_t> agreement;
  double other_generic = 0.0;  // of the ion that keeps the charge on the other side
  double other_transfer = 0.0;
  std::array<float, kSeenWidth> seen{};  // what the scorer reads of it, too
};

// What is known about a molecule's MS/MS spectrum before it is stacked.
struct EsiEvidence {
  EsiConditions conditions;
  double precursor_mz = 0.0;
  std::size_t atoms = 0;
  Composition molecule;                  // not protonated
  std::vector<EsiAnalogue> analogues;    // at most kEsiNeighbours, best first
  std::vector<double> weights;           // of the analogues, summing to 1
  std::vector<EsiCandidate> candidates;  // ascending m/z, below the precursor
};
[[nodiscard]] EsiEvidence esi_evidence(const EsiAnalogueSet& set, const EsiMolecule& molecule,
                                       const std::vector<float>& generic_roots,
                                       const EsiConditions& conditions,
                                       const std::function<bool(std::string_view)>& may_use);

// One a candidate.
[[nodiscard]] std::vector<double> generics_of(const EsiEvidence& evidence);
[[nodiscard]] std::vector<double> transfers_of(const EsiEvidence& evidence);
// One over the largest; 0 where there is none above 0.
[[nodiscard]] double scale_of(const std::vector<double>& values);

// Square roots of intensity, one a candidate; less kDoubtfulRoot of the largest, since small ones
// are the sum of what may be and may not be.
inline constexpr double kDoubtfulRoot = 0.02;
[[nodiscard]] std::vector<double> esi_stacked_roots(const BoostedTrees& stacker,
                                                    const EsiEvidence& evidence);
// Transfer and generic scorer, each scaled to a largest of 1, added.
[[nodiscard]] std::vector<double> esi_ranking_roots(const EsiEvidence& evidence);

// What tells how good a prediction will be.
[[nodiscard]] std::vector<double> esi_quality_features(const EsiEvidence& evidence,
                                                       const std::vector<double>& stacked);
inline constexpr std::size_t kEsiQualityFeatures = 11;

}  // namespace basepeak
