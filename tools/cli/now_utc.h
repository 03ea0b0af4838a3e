#pragma once

#include <string>

namespace basepeak {

// "2026-01-01T00:00:00Z": when a revision of a store is made.
[[nodiscard]] std::string now_utc();

}  // namespace basepeak
