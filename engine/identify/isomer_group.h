#pragma once

#include <string>

#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// The best hit's compound and every compound among the hits that the spectrum does not tell apart
// from it: those of the same isomer key within `isomer_margin` of its score, and those of any key
// within `indistinct_margin`. One member a compound (first block of the InChIKey, else name), best
// first. Empty for no hits.
[[nodiscard]] IsomerGroup isomer_group(const Matches& matches, const Library& library,
                                       double isomer_margin, double indistinct_margin);

// "isomer group of 3", or "group of 2 not told apart" where the members' formulas differ.
[[nodiscard]] std::string group_words(const IsomerGroup& group);

}  // namespace basepeak
