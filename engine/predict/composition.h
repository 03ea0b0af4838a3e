#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/chemistry/formula.h"
#include "engine/predict/fragment_graph.h"

namespace basepeak {

// How many atoms of each element an ion holds: C H N O F Si P S Cl Br I.
struct Composition {
  static constexpr std::size_t kElements = 11;
  std::array<std::uint16_t, kElements> count{};
  friend auto operator<=>(const Composition&, const Composition&) = default;
};

// m/z of the singly charged cation: the exact masses of its atoms (most abundant isotopes,
// chemistry/isotopes.h) less that of an electron.
[[nodiscard]] double cation_mz(const Composition& composition) noexcept;

// Whether a cation of it has no unpaired electron: hydrogen, halogens, nitrogen and phosphorus are
// an odd number together.
[[nodiscard]] bool is_even_electron(const Composition& composition) noexcept;

// Hill formula, charge aside.
[[nodiscard]] std::string formula_of(const Composition& composition);

// Compositions of sets of atoms of one molecule.
class Compositions {
 public:
  explicit Compositions(const FragmentGraph& molecule);
  // Nothing of `hydrogen_shift` is checked: see hydrogens_in.
  [[nodiscard]] Composition of(AtomMask atoms, int hydrogen_shift) const noexcept;
  [[nodiscard]] int hydrogens_in(AtomMask atoms) const noexcept;

 private:
  std::vector<std::uint8_t> element_;  // of each atom, position in Composition
  std::vector<std::uint8_t> hydrogens_;
};

}  // namespace basepeak
