#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/identify/class_neighbours.h"
#include "engine/identify/site_ranker.h"

namespace basepeak {

// What ranks a hypothesis where the library has spectra of the class: its score by the ions, and
// for each distance of NeighbourSupport how alike the expected spectrum is and whether there is
// one.
inline constexpr std::size_t kNeighbourSiteFeatures = 1 + 2 * NeighbourSupport::kDistances;
// What tells the class from everything else then; the first is 1.
inline constexpr std::size_t kNeighbourClassFeatures = 6;
[[nodiscard]] std::string_view neighbour_site_name(std::size_t feature);
[[nodiscard]] std::string_view neighbour_class_name(std::size_t feature);

using NeighbourSiteFeatures = std::array<double, kNeighbourSiteFeatures>;
using NeighbourClassFeatures = std::array<double, kNeighbourClassFeatures>;

// A hypothesis with what its neighbours say.
struct NeighbourHypothesis {
  SiteHypothesis hypothesis;
  NeighbourSiteFeatures features{};
};

// The spectrum's hypotheses by the ions, and the members' own sites, with their features.
[[nodiscard]] std::vector<NeighbourHypothesis> neighbour_hypotheses(
    const EiView& view, const RankedHypotheses& by_ions, const ClassModel& model,
    const NeighbourComparison& comparison);

// The same, scored and best first.
[[nodiscard]] RankedHypotheses rank_with_neighbours(
    const std::vector<NeighbourHypothesis>& hypotheses, std::span<const double> weights);

// `logit` is that of the class probability by the ions alone, `nearest` the comparison's.
[[nodiscard]] NeighbourClassFeatures neighbour_class_features(
    double logit, const std::vector<NeighbourHypothesis>& hypotheses,
    const RankedHypotheses& ranked, double nearest);

}  // namespace basepeak
