#include "engine/predict/atom_sums.h"

#include <bit>

namespace basepeak {

AtomSums::AtomSums(const FragmentGraph& molecule) : sums_((molecule.atoms.size() + 7) / 8) {
  for (std::size_t block = 0; block < sums_.size(); ++block) {
    auto& sums = sums_[block];
    sums[0] = 0;
    for (std::size_t mask = 1; mask < sums.size(); ++mask) {
      const std::size_t atom = 8 * block + static_cast<std::size_t>(std::countr_zero(mask));
      sums[mask] = sums[mask & (mask - 1)] +
                   (atom < molecule.atoms.size() ? packed(molecule.atoms[atom]) : 0);
    }
  }
}

std::uint64_t AtomSums::packed(const FragmentGraph::Atom& atom) noexcept {
  const std::uint64_t sum = static_cast<std::uint64_t>(atom.nominal_mass) |
                            static_cast<std::uint64_t>(atom.hydrogens) << 16U;
  switch (atom.kind) {
    case PredictedElement::carbon: return sum | std::uint64_t{1} << 29U;
    case PredictedElement::silicon: return sum | std::uint64_t{1} << 36U;
    case PredictedElement::sulfur: return sum | std::uint64_t{1} << 43U;
    case PredictedElement::chlorine: return sum | std::uint64_t{1} << 50U;
    case PredictedElement::bromine: return sum | std::uint64_t{1} << 57U;
    default: return sum;
  }
}

}  // namespace basepeak
