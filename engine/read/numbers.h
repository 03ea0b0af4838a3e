#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace basepeak {

// The finite decimal number that the whole text is ("41", "+4.1E3", ".5"), without white space.
[[nodiscard]] std::optional<double> number(std::string_view text) noexcept;

// The whole number, 0 or more, that the whole text is in digits.
[[nodiscard]] std::optional<std::size_t> count_of(std::string_view text) noexcept;

// The number that the text begins with, and what follows it.
struct LeadingNumber {
  double value = 0.0;
  std::string_view rest;
};
[[nodiscard]] std::optional<LeadingNumber> leading_number(std::string_view text) noexcept;

// The shortest decimal that a value stored with single precision stands for: 25.85 instead of
// 25.850000381. Values that need double precision come back as they are.
[[nodiscard]] double decimal_of(double stored) noexcept;

// The shortest decimal that is this value.
[[nodiscard]] std::string shortest_text(double value);

}  // namespace basepeak
