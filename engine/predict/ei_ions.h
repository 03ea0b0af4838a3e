#pragma once

#include <cstdint>
#include <vector>

#include "engine/predict/fragments.h"
#include "engine/predict/nominal_spectrum.h"

namespace basepeak {

// A fragment with hydrogens gained or lost, as an EI ion of one charge.
struct EiIon {
  std::uint32_t fragment = 0;  // position in the list of fragments
  int hydrogen_shift = 0;
  int mz = 0;    // nominal
  int cost = 0;  // tenths: the fragment's, and 5 for every hydrogen
};

// How likely an ion is beside others, exp(-1.5 cost), before anything is measured.
[[nodiscard]] double prior_weight(int cost) noexcept;

// Every ion of every fragment within the shifts of ei_hydrogen_shifts, fragments in order, with an
// m/z above 0. A hydrogen deficit that the fragment cannot pay gives no ion.
[[nodiscard]] std::vector<EiIon> ei_ions(const FragmentGraph& molecule,
                                         const std::vector<Fragment>& fragments);

// What the cheapest ion at each m/z up to the molecule's holds, the usual composition elsewhere.
[[nodiscard]] std::vector<IsotopeAtoms> isotope_atoms_by_mz(const FragmentGraph& molecule,
                                                            const std::vector<Fragment>& fragments,
                                                            const std::vector<EiIon>& ions,
                                                            std::size_t length);

}  // namespace basepeak
