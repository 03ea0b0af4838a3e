#pragma once

#include <cstddef>
#include <string>

namespace basepeak {

// For sentences: the fewest digits that say it, at most six after the point.
[[nodiscard]] std::string shown(double value);

// "1 peak has", "3 peaks have".
[[nodiscard]] std::string counted(std::size_t count, const char* one, const char* many);

}  // namespace basepeak
