#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/prepare/query.h"
#include "engine/search/search_settings.h"
#include "engine/skipped.h"

namespace basepeak {

// The records of a file of spectra as queries, in file order.
struct QueryFile {
  std::vector<Query> queries;
  std::vector<Skipped> failed;   // records that cannot be searched
  std::vector<Skipped> remarks;  // on records that are searched all the same
};

// A query's stated mass is the nominal one for an EI score and the exact one, where a formula is
// stated, for an MS/MS score. Throws Error{input} when the file cannot be read or holds no record.
[[nodiscard]] QueryFile read_queries(const std::filesystem::path& path, Score score);

}  // namespace basepeak
