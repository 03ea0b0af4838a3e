#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/identify/compound_evidence.h"
#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// The best hit's compound and every compound among the hits that the spectrum does not tell apart
// from it: those of the same isomer key within `isomer_margin` of its score, and those of any key
// within `indistinct_margin`. One member a compound (first block of the InChIKey, else name), best
// first. Empty for no hits.
[[nodiscard]] IsomerGroup isomer_group(const Matches& matches, const Library& library,
                                       double isomer_margin, double indistinct_margin);

// The same where the compounds that are not told apart are known: `compounds`, to which predicted
// records are added by the margins, since nothing was measured of them.
[[nodiscard]] IsomerGroup isomer_group_of(const Matches& matches, const Library& library,
                                          std::span<const std::string_view> compounds,
                                          double isomer_margin, double indistinct_margin);

// Takes the members that are such compounds out of a group; their names, joined by commas.
[[nodiscard]] std::string leave_out(const Compounds& compounds, const Matches& matches,
                                    const Library& library, IsomerGroup& group);

// Whether there is more than one whom the spectrum may be of, with a record here or without.
[[nodiscard]] bool holds_several(const IsomerGroup& group) noexcept;

// "isomer group of 3", "isomer group of 3, 2 of them without a record", or "group of 2 not told
// apart" where the members' formulas differ.
[[nodiscard]] std::string group_words(const IsomerGroup& group, std::string_view by = {});

}  // namespace basepeak
