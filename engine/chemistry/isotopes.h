#pragma once

#include <span>
#include <string_view>

namespace basepeak {

// A nuclide of an element from hydrogen to uranium.
struct Isotope {
  std::string_view symbol;
  int mass_number = 0;
  double mass = 0.0;       // Da
  double abundance = 0.0;  // fraction of the natural element; 0 for a label only
};

// The isotopes of an element by its symbol ("Cl"), in ascending mass; none for an unknown symbol.
[[nodiscard]] std::span<const Isotope> isotopes_of(std::string_view symbol) noexcept;

// The isotope that monoisotopic masses are counted with; null for an unknown symbol.
[[nodiscard]] const Isotope* most_abundant_isotope(std::string_view symbol) noexcept;

// Of the natural element in Da, 0 for an unknown symbol.
[[nodiscard]] double average_mass_of(std::string_view symbol) noexcept;

}  // namespace basepeak
