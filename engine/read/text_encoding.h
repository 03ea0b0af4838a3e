#pragma once

#include <span>
#include <string>
#include <string_view>

namespace basepeak {

// Instruments and exporters write latin-1, UTF-8 or UTF-16 and rarely say which. The result is
// always valid UTF-8: text that is valid UTF-8 comes back unchanged, anything else is read as
// latin-1. Surrounding white space and everything from the first NUL on are dropped.
[[nodiscard]] std::string to_utf8(std::string_view written);

// UTF-16, little-endian, with or without a byte order mark, up to the first NUL. Unpaired
// surrogates become U+FFFD.
[[nodiscard]] std::string utf16le_to_utf8(std::string_view bytes);

// Without white space at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

// ASCII letters and digits only, letters in lower case: "##.IONIZATION_MODE" and "Ionization mode"
// are one name. Bytes beyond ASCII are kept.
[[nodiscard]] std::string bare_name(std::string_view field_name);

// Compare as bare_name would, without making copies.
[[nodiscard]] bool same_name(std::string_view left, std::string_view right) noexcept;

// ASCII lower case; other bytes are kept.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace basepeak
