#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "engine/library/library.h"
#include "engine/method.h"
#include "engine/read/alkane_ladder.h"
#include "engine/report/report.h"
#include "engine/search/backend.h"

namespace basepeak {

// The whole path, from a run's file to its audit record: read, prepare, search, identify, report.
// The answer does not depend on `threads`. Throws Error{input} naming the file when nothing of it
// can be used. Of the ladders the one that choose_ladder takes gives a GC-MS run's components their
// retention indices.
[[nodiscard]] Report identify_file(const std::filesystem::path& file, const Library& library,
                                   const Backend& backend, const Method& method,
                                   std::size_t threads, std::span<const AlkaneLadder> ladders = {});

}  // namespace basepeak
