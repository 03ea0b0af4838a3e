#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/backend.h"
#include "engine/search/match.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// The best `settings.top` records for each query, best first, ties by record number; where reverse
// scores rank, ties of these by score first. Only records of the score's ionisation that
// settings.admitted holds are looked at. Throws Error{usage} where the score has no reverse score
// to rank by. The answer does not depend on the backend or on `threads`: the backend proposes,
// score.h decides.
[[nodiscard]] std::vector<Matches> search(std::span<const Query> queries, const Library& library,
                                          const Backend& backend, const SearchSettings& settings,
                                          std::size_t threads);

}  // namespace basepeak
