#pragma once

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/match.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// Fills Match::score_above_limit of the hits of an EI query with a detection limit: the same score
// against the record without those peaks that the query lacks and that lie below the limit when the
// record is scaled to the query's base peak. The order of the hits stays.
void add_scores_above_limit(const Query& query, const Library& library,
                            const SearchSettings& settings, Matches& matches);

}  // namespace basepeak
