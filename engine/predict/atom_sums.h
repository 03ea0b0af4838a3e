#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/predict/fragment_graph.h"

namespace basepeak {

// Sums over sets of atoms of one molecule, for thousands of sets: each is put together from sums of
// eight atoms at a time.
class AtomSums {
 public:
  // Of a set, hydrogens included.
  class Sum {
   public:
    [[nodiscard]] int nominal_mass() const noexcept { return field(0, 16); }
    [[nodiscard]] int hydrogens() const noexcept { return field(16, 13); }
    [[nodiscard]] int carbon() const noexcept { return field(29, 7); }
    [[nodiscard]] int silicon() const noexcept { return field(36, 7); }
    [[nodiscard]] int sulfur() const noexcept { return field(43, 7); }
    [[nodiscard]] int chlorine() const noexcept { return field(50, 7); }
    [[nodiscard]] int bromine() const noexcept { return field(57, 7); }

   private:
    friend class AtomSums;
    [[nodiscard]] int field(unsigned begin, unsigned bits) const noexcept {
      return static_cast<int>(packed >> begin & ((std::uint64_t{1} << bits) - 1));
    }
    std::uint64_t packed = 0;  // 64 atoms fit: 7 bits each, hydrogens 13, mass 16
  };

  explicit AtomSums(const FragmentGraph& molecule);

  [[nodiscard]] Sum of(AtomMask atoms) const noexcept {
    Sum sum;
    for (const auto& eight : sums_) {
      sum.packed += eight[atoms & 0xffU];
      atoms >>= 8U;
    }
    return sum;
  }

 private:
  static std::uint64_t packed(const FragmentGraph::Atom& atom) noexcept;

  std::vector<std::array<std::uint64_t, 256>> sums_;  // of atoms 0 to 7, 8 to 15, ...
};

}  // namespace basepeak
