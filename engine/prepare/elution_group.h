#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/prepare/group_fit.h"
#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/perception.h"

namespace basepeak {

// Components [from, to) of which each overlaps the next, and what a fit of one shape to them starts
// with. The ions are not chosen yet.
struct ElutionGroup {
  std::size_t from = 0;
  std::size_t to = 0;
  std::size_t strongest = 0;  // of them, counted from `from`
  double width = 0.0;         // of the strongest at half height, scans
  SharedShape start;
  ShapeGroup scans;  // 2.5 widths on both sides, halfway to the next group at most

  [[nodiscard]] std::size_t size() const { return to - from; }
};

// All components, ascending in apex, in such groups: apexes within 1.6 widths at half height.
[[nodiscard]] std::vector<ElutionGroup> elution_groups(
    const IonChromatograms& run, std::span<const PerceivedComponent> components);

}  // namespace basepeak
