#pragma once

#include <string>
#include <vector>

#include "engine/predict/analogues.h"
#include "engine/predict/generic_rows.h"

namespace basepeak {

inline constexpr std::size_t kNeighbours = 8;

// What is known about a molecule's spectrum before it is stacked. Everything is the square root of
// intensity over the sum of intensities, index m/z up to the molecular mass, isotopes off.
struct EiEvidence {
  std::size_t atoms = 0;            // of the molecule, hydrogens aside
  std::vector<Analogue> analogues;  // at most kNeighbours, best first; at least one
  TransferredEi transferred;        // combined
  std::vector<double> transfer;     // of `transferred`
  GenericRows generic_rows;
  std::vector<double> generic;
};

// What the stacker reads: a row for every m/z where a transfer or the generic scorer puts
// something. It learns what to add to `transfer`.
struct StackerRows {
  std::vector<int> mz;
  std::vector<float> values;  // rows one after another, kStackerWidth each
};
// Of the generic scorer's row: the cheapest explanation and how many there are.
inline constexpr std::size_t kStackedExplanation = kGenericExplanationWidth + 2;
inline constexpr std::size_t kStackerWidth = 2 * kNeighbours + 40 + kStackedExplanation;

[[nodiscard]] StackerRows stacker_rows(const AnalogueSet& set, const PredictedMolecule& molecule,
                                       const EiEvidence& evidence);
// One a column; part of a model's schema.
[[nodiscard]] std::vector<std::string> stacker_row_names();

// Square roots of the shares of the sum of intensities; all 0 for an empty spectrum.
[[nodiscard]] std::vector<double> root_shares(const NominalSpectrum& spectrum);

}  // namespace basepeak
