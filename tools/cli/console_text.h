#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace basepeak {

// Text from a file or a file's name, for a terminal or a log: control characters, marks that turn
// the direction of writing and bytes that are not UTF-8 are spelled out ("\n", "\x1b", "\xff").
[[nodiscard]] std::string console_text(std::string_view text);

// The same, and what is longer than `most` characters cut in the middle: the end of a run's name
// tells runs apart as often as its beginning.
[[nodiscard]] std::string console_name(std::string_view text, std::size_t most = 60);

}  // namespace basepeak
