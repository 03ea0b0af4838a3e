#pragma once

#include <string>

#include "engine/predict/analogues.h"

namespace basepeak::test {

inline const std::string kFentanyl = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
inline const std::string kAcetylFentanyl = "CC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";
inline const std::string kButyrylFentanyl = "CCCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1";

inline FragmentGraph graph_of(const std::string& smiles) {
  return fragment_graph(molecule_graph(smiles), smiles);
}
inline PredictedMolecule molecule_of(const std::string& smiles) {
  return predicted_molecule(molecule_graph(smiles), smiles);
}
// Ions of fentanyl that its analogues have too, here or `shift` higher, and some small ones.
inline Peaks class_peaks(double shift) {
  const double mz[] = {42, 56, 77, 91, 105, 132, 146, 189 + shift, 245 + shift, 336 + shift};
  const float intensity[] = {40, 30, 60, 90, 120, 80, 620, 300, 999, 10};
  return Peaks::from_unsorted(mz, intensity);
}

}  // namespace basepeak::test
