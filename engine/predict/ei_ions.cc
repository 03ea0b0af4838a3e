#include "engine/predict/ei_ions.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace basepeak {

double prior_weight(int cost) noexcept { return std::exp(-0.15 * cost); }

std::vector<EiIon> ei_ions(const FragmentGraph& molecule, const std::vector<Fragment>& fragments) {
  constexpr std::size_t kExpected = 6;  // of a fragment
  const AtomSums sums(molecule);
  std::vector<EiIon> ions;
  ions.reserve(kExpected * fragments.size());
  for (std::size_t f = 0; f < fragments.size(); ++f) {
    const AtomSums::Sum sum = sums.of(fragments[f].atoms);
    const int mass = sum.nominal_mass();
    const int available = sum.hydrogens();
    const HydrogenShifts shifts = ei_hydrogen_shifts(fragments[f].cut_bonds);
    for (int shift = std::max(shifts.lowest, -available); shift <= shifts.highest; ++shift) {
      if (mass + shift < 1) continue;
      ions.push_back({static_cast<std::uint32_t>(f), shift, mass + shift,
                      fragments[f].cost + 5 * std::abs(shift)});
    }
  }
  return ions;
}

std::vector<IsotopeAtoms> isotope_atoms_by_mz(const FragmentGraph& molecule,
                                              const std::vector<Fragment>& fragments,
                                              const std::vector<EiIon>& ions, std::size_t length) {
  std::vector<const EiIon*> cheapest(length, nullptr);
  for (const EiIon& ion : ions) {
    const auto mz = static_cast<std::size_t>(ion.mz);
    if (mz < length && (cheapest[mz] == nullptr || ion.cost < cheapest[mz]->cost))
      cheapest[mz] = &ion;
  }
  std::vector<IsotopeAtoms> atoms(length);
  for (std::size_t m = 0; m < length; ++m) {
    atoms[m] = cheapest[m] == nullptr
                   ? usual_isotope_atoms(static_cast<int>(m))
                   : isotope_atoms(molecule, fragments[cheapest[m]->fragment].atoms);
  }
  return atoms;
}

}  // namespace basepeak
