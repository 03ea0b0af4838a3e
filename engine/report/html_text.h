#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace basepeak {

// What stands where a number is absent or not a number.
inline constexpr const char* kNoValue = "\u2013";

// Text for an HTML text or a quoted attribute. Bytes that are not UTF-8, control characters and
// characters that change the direction of writing become U+FFFD: names come from files that anybody
// may have written.
[[nodiscard]] std::string html_text(std::string_view text);

// A chemical formula with its counts as subscripts, escaped.
[[nodiscard]] std::string html_formula(std::string_view formula);

// One segment of a URL's path: everything but unreserved characters percent-encoded.
[[nodiscard]] std::string url_segment(std::string_view text);

// A number with this many decimals; kNoValue for what is not finite.
[[nodiscard]] std::string fixed_text(double value, int digits);
// Two digits, but never certainty that only rounding makes: "&gt; 0.99", "&lt; 0.01". HTML.
[[nodiscard]] std::string probability_text(double probability);

// 1234567 as "1 234 567", with narrow spaces that do not break.
[[nodiscard]] std::string count_text(std::uint64_t value);

// "1 component", "2 components".
[[nodiscard]] std::string counted(std::size_t count, const std::string& noun);

}  // namespace basepeak
