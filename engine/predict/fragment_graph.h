#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chemistry/molecule_graph.h"

namespace basepeak {

// A set of atoms of one molecule: bit i is atom i of its FragmentGraph.
using AtomMask = std::uint64_t;

inline constexpr std::size_t kMostPredictedAtoms = 64;  // heavy atoms; the bits of an AtomMask

[[nodiscard]] constexpr AtomMask bit_of(std::size_t atom) noexcept { return AtomMask{1} << atom; }
[[nodiscard]] constexpr bool holds(AtomMask mask, std::size_t atom) noexcept {
  return (mask >> atom & 1U) != 0;
}
// Calls visit(atom) for every atom of the mask, ascending.
template <typename Visit>
void for_each_atom(AtomMask mask, const Visit& visit) {
  for (; mask != 0; mask &= mask - 1) visit(static_cast<std::size_t>(std::countr_zero(mask)));
}

enum class NitrogenKind : std::uint8_t { none, amine, amide, aromatic, aniline };

// The elements that are predicted, besides hydrogen.
enum class PredictedElement : std::uint8_t {
  carbon,
  nitrogen,
  oxygen,
  fluorine,
  silicon,
  phosphorus,
  sulfur,
  chlorine,
  bromine,
  iodine
};

// A molecule as fragmentation looks at it: heavy atoms with their hydrogens, bonds with what it
// costs to cut them, rings as bonds.
struct FragmentGraph {
  struct Atom {
    std::string_view element;                          // "C"; of a static table
    PredictedElement kind = PredictedElement::carbon;  // the same
    int hydrogens = 0;
    int nominal_mass = 0;     // with the hydrogens
    double exact_mass = 0.0;  // Da, with the hydrogens
    bool is_aromatic = false;
    bool is_in_ring = false;
    bool is_saturated = false;    // no multiple and no aromatic bond
    bool is_acyl_carbon = false;  // C(=O), C(=S)
    NitrogenKind nitrogen = NitrogenKind::none;
    AtomMask neighbours = 0;
  };
  struct Bond {
    std::size_t begin = 0;
    std::size_t end = 0;
    int order = 1;  // 1, 2, 3; 4 for aromatic
    bool is_in_ring = false;
    int cost = 0;  // tenths: single to a hetero atom 10, C-C 13, double and aromatic 20, triple 30
  };
  std::vector<Atom> atoms;
  std::vector<Bond> bonds;
  std::vector<std::vector<std::size_t>> rings;  // bonds around each ring

  [[nodiscard]] AtomMask all() const noexcept {
    return atoms.size() == kMostPredictedAtoms ? ~AtomMask{0} : bit_of(atoms.size()) - 1;
  }
};

// Throws Error{input} naming `shown_name` and the reason for a molecule that is not predicted: more
// than 64 heavy atoms or fewer than 3, an element other than C N O F Si P S Cl Br I, an isotope
// label, a net charge, an atom with an unpaired electron.
[[nodiscard]] FragmentGraph fragment_graph(const MoleculeGraph& molecule,
                                           std::string_view shown_name);

// Sums over the atoms of a mask, their hydrogens included.
[[nodiscard]] int nominal_mass(const FragmentGraph& molecule, AtomMask mask) noexcept;
[[nodiscard]] double exact_mass(const FragmentGraph& molecule, AtomMask mask) noexcept;
[[nodiscard]] int hydrogens(const FragmentGraph& molecule, AtomMask mask) noexcept;
// Hill formula of the mask with `hydrogen_shift` more hydrogens. REQUIRES: not fewer than 0 in all.
[[nodiscard]] std::string formula_of(const FragmentGraph& molecule, AtomMask mask,
                                     int hydrogen_shift);

}  // namespace basepeak
