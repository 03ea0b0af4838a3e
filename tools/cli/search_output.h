#pragma once

#include <span>
#include <string>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/match.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// Hits as tab-separated text with a header line: query, rank, record, name, inchikey, formula,
// score, reverse_score, matched_peaks. Scores have 3 decimals for match factors and 6 for others;
// tabs and line ends inside a text become spaces.
[[nodiscard]] std::string search_tsv(std::span<const Query> queries,
                                     std::span<const Matches> matches, const Library& library,
                                     Score score);

// The same as a JSON array of {query, hits[]}, with `note` where there is something to say; numbers
// in the fewest digits that read back to the same value.
[[nodiscard]] std::string search_json(std::span<const Query> queries,
                                      std::span<const Matches> matches, const Library& library);

}  // namespace basepeak
