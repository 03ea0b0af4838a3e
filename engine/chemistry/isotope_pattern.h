#pragma once

#include <span>
#include <vector>

#include "engine/chemistry/formula.h"

namespace basepeak {

// Shares of the isotope peaks M, M+1, ... of all that a formula's natural isotopes give, by whole
// mass numbers above the monoisotopic one (of the most abundant isotopes); what is lighter than
// that is left out. Labelled atoms count as themselves.
[[nodiscard]] std::vector<double> isotope_pattern(const Formula& formula, std::size_t peaks);

// How far a measured pattern is the expected one: 1 - half the sum of the differences of their
// shares, each scaled to a sum of 1 over the peaks that both have. From 0 (nothing in common) to 1;
// 0 where one of them has no signal.
[[nodiscard]] double pattern_overlap(std::span<const double> measured,
                                     std::span<const double> expected);

}  // namespace basepeak
