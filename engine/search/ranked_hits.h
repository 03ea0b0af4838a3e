#pragma once

#include <span>
#include <vector>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/backend.h"
#include "engine/search/match.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// The core of a search: what the backend proposes, scored by definition, filtered and ranked. One
// list a query; a score of 0 is no hit. Best first; where reverse scores rank, ties of these by
// score; then by record number.
[[nodiscard]] std::vector<std::vector<Match>> ranked_hits(std::span<const Query> queries,
                                                          const Library& library,
                                                          const Backend& backend,
                                                          const SearchSettings& settings);

// The match of one record, whatever its score.
[[nodiscard]] Match match_record(const Query& query, const Library& library, std::uint32_t record,
                                 const SearchSettings& settings);

}  // namespace basepeak
