#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace basepeak {

// The number a text begins with, blanks before it skipped; nothing if there is none.
[[nodiscard]] std::optional<double> number_of(std::string_view text) noexcept;

// For sentences: the fewest digits that say it, at most six after the point.
[[nodiscard]] std::string shown(double value);

// "1 peak has", "3 peaks have".
[[nodiscard]] std::string counted(std::size_t count, const char* one, const char* many);

// Without blanks at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

}  // namespace basepeak
