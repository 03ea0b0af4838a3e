#pragma once

#include <string>
#include <vector>

#include "engine/library/library_record.h"
#include "libraries/interchange/msp_import.h"
#include "libraries/store/store.h"

// What the library verbs print with --json. Field names are those of the types.
namespace basepeak {

// An array with an object a file.
[[nodiscard]] std::string to_json(const std::vector<ImportReport>& reports);
[[nodiscard]] std::string to_json(const std::vector<Store::Summary>& records);
[[nodiscard]] std::string to_json(const LibraryRecord& record);

}  // namespace basepeak
