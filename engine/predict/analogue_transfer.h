#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/predict/atom_mapping.h"
#include "engine/predict/ei_ions.h"
#include "engine/predict/environments.h"

namespace basepeak {

// A molecule made ready for mapping.
struct PredictedMolecule {
  FragmentGraph graph;
  std::vector<Environment> environments;
  Fingerprint fingerprint;
  int nominal_mass = 0;
};
// Throws Error{input} as fragment_graph does.
[[nodiscard]] PredictedMolecule predicted_molecule(const MoleculeGraph& molecule,
                                                   std::string_view shown_name);

// A measured EI spectrum with its molecule, its peaks explained by fragments.
struct KnownEi {
  PredictedMolecule molecule;
  NominalSpectrum spectrum;  // isotopes taken off; up to the molecular mass
  // What stands where something was measured; most ions of a molecule do not.
  std::vector<Fragment> fragments;
  std::vector<EiIon> ions;
  std::vector<double> ion_share;  // of the peak at the ion's m/z
};
[[nodiscard]] KnownEi known_ei(PredictedMolecule molecule, const Peaks& measured);

// The ion that brings most to an m/z: a fragment of the other molecule; no atoms where none does.
struct LargestPart {
  AtomMask atoms = 0;
  int hydrogen_shift = 0;
  double intensity = 0.0;
};

// A known spectrum carried over to another molecule, isotopes off. Everything is indexed by m/z up
// to the other's molecular mass.
struct TransferredEi {
  NominalSpectrum intensity;
  std::vector<IsotopeAtoms> atoms;  // where there is intensity
  std::vector<LargestPart> largest;
  AtomMask mapped = 0;  // atoms of the other molecule that the known one has
  AtomMask alike = 0;   // of these the ones with the same surroundings within a bond
};
[[nodiscard]] TransferredEi transfer(const KnownEi& known, const PredictedMolecule& other,
                                     const AtomMapping& known_to_other);

// Share of an ion's atoms that the known molecule has, half where their surroundings differ.
[[nodiscard]] double known_share(const TransferredEi& transferred, AtomMask ion) noexcept;

// Weights of several analogues: exp(similarity / 0.08), summing to 1.
[[nodiscard]] std::vector<double> transfer_weights(const std::vector<double>& similarities);

// Their average on the square root of intensity, each transfer scaled to the same sum; scaled to a
// base of 1. At each m/z a transfer counts exp(2 known_share) more, for the largest ion there: a
// molecule without a group says little of the ions that hold it. `atoms` are averaged by intensity.
// REQUIRES: equal lengths, at least one transfer.
[[nodiscard]] TransferredEi combined(const std::vector<const TransferredEi*>& transfers,
                                     const std::vector<double>& weights);

}  // namespace basepeak
