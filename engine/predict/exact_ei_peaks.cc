#include "engine/predict/exact_ei_peaks.h"

#include <cmath>
#include <map>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/isotopes.h"
#include "engine/predict/nominal_spectrum.h"

namespace basepeak {
namespace {

// How far a heavier nuclide lies above the one that monoisotopic masses are counted with, Da.
double step(std::string_view symbol, int mass_number) {
  for (const Isotope& isotope : isotopes_of(symbol))
    if (isotope.mass_number == mass_number)
      return isotope.mass - most_abundant_isotope(symbol)->mass;
  return 0.0;
}

// Of an ion with these atoms, to its isotope peak one or two unit masses above.
double isotope_step(const IsotopeAtoms& atoms, int unit_masses) {
  if (unit_masses == 1) return atoms.carbon > 0.0 ? step("C", 13) : step("Si", 29);
  if (atoms.bromine > 0.0) return step("Br", 81);
  if (atoms.chlorine > 0.0) return step("Cl", 37);
  if (atoms.sulfur > 0.0) return step("S", 34);
  return 2.0 * step("C", 13);
}

}  // namespace

std::vector<PredictedPeak> with_exact_masses(const std::vector<PredictedPeak>& peaks,
                                             const FragmentGraph& molecule) {
  struct Ion {
    double mz = 0.0;
    AtomMask atoms = 0;
  };
  const double hydrogen = most_abundant_isotope("H")->mass;
  std::map<int, Ion> at;  // by unit mass
  std::vector<PredictedPeak> exact;
  for (const PredictedPeak& peak : peaks) {
    const int unit = static_cast<int>(std::lround(peak.mz));
    Ion ion;
    if (peak.isotope_of != 0) {
      const auto parent = at.find(peak.isotope_of);
      if (parent == at.end()) continue;
      ion = parent->second;
      ion.mz += isotope_step(isotope_atoms(molecule, ion.atoms), unit - peak.isotope_of);
    } else {
      if (peak.atoms == 0) continue;
      ion.atoms = peak.atoms;
      ion.mz = exact_mass(molecule, peak.atoms) + peak.hydrogen_shift * hydrogen - kElectronMass;
    }
    at[unit] = ion;
    exact.push_back(peak);
    exact.back().mz = ion.mz;
  }
  return exact;
}

}  // namespace basepeak
