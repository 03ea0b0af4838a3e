#pragma once

#include <string>

#include "engine/library/library.h"

namespace basepeak {

// The library named on the command line, or the starter library for an empty name. Throws
// Error{library} if it cannot be used, also if it holds no record to compare with.
[[nodiscard]] Library open_library(const std::string& path);

}  // namespace basepeak
