#pragma once

#include <span>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/library/library.h"
#include "engine/method.h"

namespace basepeak {

// The conclusion on each query from its matches (parallel to the queries): the level, the compounds
// that the measurement cannot tell apart, the class, and the reasons. A library match is tentative
// whatever its score: without a reference standard of the same batch nothing here is called
// identified.
[[nodiscard]] std::vector<Identification> identify(std::vector<Query> queries,
                                                   std::vector<Matches> matches,
                                                   const Library& library, const Method& method);

}  // namespace basepeak
