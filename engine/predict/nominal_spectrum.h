#pragma once

#include <cstddef>
#include <vector>

#include "engine/predict/atom_sums.h"
#include "engine/predict/fragment_graph.h"
#include "engine/spectrum/peaks.h"

namespace basepeak {

// An EI spectrum on nominal masses: entry m is the intensity at m/z m. Nothing lies beyond the end.
using NominalSpectrum = std::vector<double>;

inline constexpr int kHighestNominalMass = 1200;

// The peaks on unit masses (the larger of two on one mass), base peak 1; `length` entries, what
// lies beyond is left out. All zero for peaks without intensity.
[[nodiscard]] NominalSpectrum nominal_spectrum(const Peaks& peaks, std::size_t length);

// Atoms of an ion that show in its isotope pattern; real numbers where ions are mixed.
struct IsotopeAtoms {
  double carbon = 0.0;
  double silicon = 0.0;
  double sulfur = 0.0;
  double chlorine = 0.0;
  double bromine = 0.0;
};
[[nodiscard]] IsotopeAtoms isotope_atoms(const FragmentGraph& molecule, AtomMask mask) noexcept;
[[nodiscard]] IsotopeAtoms isotope_atoms(const AtomSums::Sum& sum) noexcept;
// For an ion of unknown composition: carbon for 0.8 of its mass / 14.
[[nodiscard]] IsotopeAtoms usual_isotope_atoms(int mz) noexcept;

// Intensities of the first and second isotope peak for one of 1, from the natural abundances
// (chemistry/isotopes.cc); 13C twice in the second.
struct IsotopeShares {
  double first = 0.0;
  double second = 0.0;
};
[[nodiscard]] IsotopeShares isotope_shares(const IsotopeAtoms& atoms) noexcept;

// Takes isotope peaks off from the bottom up; `atoms` says at each m/z what the ion there holds.
void take_isotopes_off(NominalSpectrum& spectrum, const std::vector<IsotopeAtoms>& atoms);
// The spectrum with isotope peaks; it grows by two entries.
[[nodiscard]] NominalSpectrum with_isotopes(const NominalSpectrum& spectrum,
                                            const std::vector<IsotopeAtoms>& atoms);

}  // namespace basepeak
