#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/predict/composition.h"
#include "engine/predict/fragments.h"

namespace basepeak {

// A fragment with hydrogens gained or lost, as a cation.
struct EsiIon {
  std::uint32_t fragment = 0;  // position in the list of fragments
  int hydrogen_shift = 0;
  int cost = 0;  // tenths: the fragment's, 4 for every hydrogen off +1, 15 for a radical
};

// All ions of one formula.
struct EsiFormula {
  Composition composition;
  double mz = 0.0;  // exact
  std::uint32_t first = 0;
  std::uint32_t count = 0;  // ions from `first` on, cheapest first
  double log_weight = 0.0;  // log of the sum of exp(-cost)
};

// What a protonated molecule can break into.
struct EsiIons {
  std::vector<Fragment> fragments;
  std::vector<EsiIon> ions;
  std::vector<EsiFormula> formulas;  // ascending m/z

  // Position in `formulas`, or nothing.
  [[nodiscard]] std::optional<std::size_t> find(const Composition& composition) const;
  // The formulas within `window` Da of an m/z: [first, last).
  [[nodiscard]] std::pair<std::size_t, std::size_t> within(double mz, double window) const;
};

inline constexpr FragmentationLimits kEsiLimits{3, 65, 6000};
inline constexpr double kLowestEsiMz = 38.0;

// Every ion from kLowestEsiMz up that costs at most 8.0.
[[nodiscard]] EsiIons esi_ions(const FragmentGraph& molecule);

}  // namespace basepeak
