#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/search/search.h"

namespace basepeak {

// As search, but of a library that holds predicted spectra the best `settings.top` measured records
// and, behind them, the best `settings.top` predicted ones, each in their own order: how like a
// measurement a prediction is says less than how like another measurement is, so the scores of the
// two are not compared. The same as search where settings.admitted is set but for that order.
[[nodiscard]] std::vector<Matches> search_by_origin(std::span<const Query> queries,
                                                    const Library& library, const Backend& backend,
                                                    const SearchSettings& settings,
                                                    std::size_t threads);

// Measured records first, each part in the order it had.
void part_by_origin(const Library& library, std::vector<Match>& hits);

// Keeps the first `most` measured and the first `most` predicted ones of parted hits.
void keep_first_of_each(const Library& library, std::size_t most, std::vector<Match>& hits);

}  // namespace basepeak
