#pragma once

#include <string>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/backend.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// Why a search had no hits, for its reader: the nearest record of all and everything that removed
// it - threshold, precursor tolerance, filters - or that none has anything in common with the
// query. REQUIRES: the search had none.
[[nodiscard]] std::string explain_nothing(const Query& query, const Library& library,
                                          const Backend& backend, const SearchSettings& settings);

}  // namespace basepeak
