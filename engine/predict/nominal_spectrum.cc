#include "engine/predict/nominal_spectrum.h"

#include <algorithm>

#include "engine/spectrum/unit_mass.h"

namespace basepeak {

NominalSpectrum nominal_spectrum(const Peaks& peaks, std::size_t length) {
  NominalSpectrum spectrum(length, 0.0);
  const UnitMassSpectrum unit = to_unit_mass(peaks, UnitMassRule::ms_search);
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const auto mass = static_cast<std::size_t>(std::max(unit.mass[i], 0));
    if (mass < length) spectrum[mass] = unit.intensity[i] / 999.0;
  }
  return spectrum;
}

IsotopeAtoms isotope_atoms(const FragmentGraph& molecule, AtomMask mask) noexcept {
  IsotopeAtoms atoms;
  for_each_atom(mask, [&](std::size_t i) {
    switch (molecule.atoms[i].kind) {
      case PredictedElement::carbon: atoms.carbon += 1.0; break;
      case PredictedElement::silicon: atoms.silicon += 1.0; break;
      case PredictedElement::sulfur: atoms.sulfur += 1.0; break;
      case PredictedElement::chlorine: atoms.chlorine += 1.0; break;
      case PredictedElement::bromine: atoms.bromine += 1.0; break;
      default: break;  // one isotope, or as good as one
    }
  });
  return atoms;
}

IsotopeAtoms isotope_atoms(const AtomSums::Sum& sum) noexcept {
  return {static_cast<double>(sum.carbon()), static_cast<double>(sum.silicon()),
          static_cast<double>(sum.sulfur()), static_cast<double>(sum.chlorine()),
          static_cast<double>(sum.bromine())};
}

IsotopeAtoms usual_isotope_atoms(int mz) noexcept {
  IsotopeAtoms atoms;
  atoms.carbon = 0.8 * mz / 14.0;
  return atoms;
}

IsotopeShares isotope_shares(const IsotopeAtoms& atoms) noexcept {
  constexpr double k13C = 0.0108;
  IsotopeShares shares;
  shares.first = k13C * atoms.carbon + 0.0079 * atoms.sulfur + 0.0508 * atoms.silicon;
  const double twice = k13C * atoms.carbon;
  shares.second = 0.5 * twice * twice + 0.0447 * atoms.sulfur + 0.0335 * atoms.silicon +
                  0.320 * atoms.chlorine + 0.973 * atoms.bromine;
  return shares;
}

void take_isotopes_off(NominalSpectrum& spectrum, const std::vector<IsotopeAtoms>& atoms) {
  for (std::size_t m = 0; m < spectrum.size(); ++m) {
    if (spectrum[m] <= 0.0) continue;
    const IsotopeShares shares = isotope_shares(atoms[m]);
    if (m + 1 < spectrum.size())
      spectrum[m + 1] = std::max(0.0, spectrum[m + 1] - spectrum[m] * shares.first);
    if (m + 2 < spectrum.size())
      spectrum[m + 2] = std::max(0.0, spectrum[m + 2] - spectrum[m] * shares.second);
  }
}

NominalSpectrum with_isotopes(const NominalSpectrum& spectrum,
                              const std::vector<IsotopeAtoms>& atoms) {
  NominalSpectrum result = spectrum;
  result.resize(spectrum.size() + 2, 0.0);
  for (std::size_t m = 0; m < spectrum.size(); ++m) {
    const IsotopeShares shares = isotope_shares(atoms[m]);
    result[m + 1] += spectrum[m] * shares.first;
    result[m + 2] += spectrum[m] * shares.second;
  }
  return result;
}

}  // namespace basepeak
