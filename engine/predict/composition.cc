#include "engine/predict/composition.h"

#include <algorithm>
#include <string_view>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/isotopes.h"

namespace basepeak {
namespace {

constexpr std::array<std::string_view, Composition::kElements> kSymbols = {
    "C", "H", "N", "O", "F", "Si", "P", "S", "Cl", "Br", "I"};
constexpr std::size_t kHydrogen = 1;

std::array<double, Composition::kElements> exact_masses() {
  std::array<double, Composition::kElements> masses{};
  for (std::size_t e = 0; e < masses.size(); ++e)
    masses[e] = most_abundant_isotope(kSymbols[e])->mass;
  return masses;
}

}  // namespace

double cation_mz(const Composition& composition) noexcept {
  static const auto masses = exact_masses();
  double mz = -kElectronMass;
  for (std::size_t e = 0; e < masses.size(); ++e) mz += composition.count[e] * masses[e];
  return mz;
}

bool is_even_electron(const Composition& composition) noexcept {
  int odd = 0;
  for (const std::size_t e : {1U, 2U, 4U, 6U, 8U, 9U, 10U}) odd += composition.count[e];
  return odd % 2 == 1;
}

std::string formula_of(const Composition& composition) {
  std::string text;
  for (std::size_t e = 0; e < kSymbols.size(); ++e)
    if (composition.count[e] > 0)
      text += std::string(kSymbols[e]) + std::to_string(composition.count[e]);
  return text.empty() ? text : Formula::parse(text).hill();
}

Compositions::Compositions(const FragmentGraph& molecule) {
  for (const FragmentGraph::Atom& atom : molecule.atoms) {
    const auto found = std::find(kSymbols.begin(), kSymbols.end(), atom.element);
    element_.push_back(static_cast<std::uint8_t>(found - kSymbols.begin()));
    hydrogens_.push_back(static_cast<std::uint8_t>(atom.hydrogens));
  }
}

Composition Compositions::of(AtomMask atoms, int hydrogen_shift) const noexcept {
  Composition made;
  int hydrogens = hydrogen_shift;
  for_each_atom(atoms, [&](std::size_t i) {
    ++made.count[element_[i]];
    hydrogens += hydrogens_[i];
  });
  made.count[kHydrogen] = static_cast<std::uint16_t>(std::max(0, hydrogens));
  return made;
}

int Compositions::hydrogens_in(AtomMask atoms) const noexcept {
  int hydrogens = 0;
  for_each_atom(atoms, [&](std::size_t i) { hydrogens += hydrogens_[i]; });
  return hydrogens;
}

}  // namespace basepeak
