#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/search/backend.h"

namespace basepeak {

// As Backend::propose with an error bound of 0, by comparing every record that the settings admit:
// for what no index serves. `kept` lends prepared records; null: they are prepared here.
[[nodiscard]] std::vector<std::vector<Candidate>> linear_scan(std::span<const Query> queries,
                                                              const Library& library,
                                                              const SearchSettings& settings,
                                                              std::size_t wanted,
                                                              const PreparedRecords* kept);

}  // namespace basepeak
