#pragma once

#include <string>

#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// Strikes the hits that were measured in the other polarity than the query, where both are stated:
// ions of two charges share no fragmentation, and an equal m/z is chance. Returns a sentence on
// them with the nearest one's name and score; empty where there is none.
[[nodiscard]] std::string strike_other_polarity(const Library& library, Identification& found);

}  // namespace basepeak
