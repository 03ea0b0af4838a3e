#pragma once

#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// The best hit's compound and every compound among the hits with the same isomer key whose score is
// within `margin` of it: one member a compound (first block of the InChIKey, else name), best first.
// Empty for no hits.
[[nodiscard]] IsomerGroup isomer_group(const Matches& matches, const Library& library,
                                       double margin);

}  // namespace basepeak
