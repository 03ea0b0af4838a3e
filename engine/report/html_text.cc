#include "engine/report/html_text.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>

namespace basepeak {

namespace {

constexpr std::string_view kReplacement = "\uFFFD";

// Bytes of the well-formed UTF-8 character at the front (Unicode 15, table 3-7); 0 if there is
// none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU) return follows(1) ? 2 : 0;
  if (first >= 0xE0U && first <= 0xEFU) {
    const bool is_overlong = first == 0xE0U && byte(1) < 0xA0U;
    const bool is_surrogate = first == 0xEDU && byte(1) > 0x9FU;
    return follows(1) && follows(2) && !is_overlong && !is_surrogate ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const bool is_overlong = first == 0xF0U && byte(1) < 0x90U;
    const bool is_beyond = first == 0xF4U && byte(1) > 0x8FU;
    return follows(1) && follows(2) && follows(3) && !is_overlong && !is_beyond ? 4 : 0;
  }
  return 0;
}

// U+202A to U+202E and U+2066 to U+2069 reorder what follows; U+0080 to U+009F are controls.
bool is_disallowed(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) {
    return (byte(0) < 0x20 && character != "\t" && character != "\n") || byte(0) == 0x7F;
  }
  if (character.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  if (character.size() != 3 || byte(0) != 0xE2) return false;
  return (byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) ||
         (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9);
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    text.remove_prefix(character.size());
    if (length == 0 || is_disallowed(character)) {
      html += kReplacement;
    } else if (character == "&") {
      html += "&amp;";
    } else if (character == "<") {
      html += "&lt;";
    } else if (character == ">") {
      html += "&gt;";
    } else if (character == "\"") {
      html += "&quot;";
    } else if (character == "'") {
      html += "&#39;";
    } else {
      html += character;
    }
  }
  return html;
}

std::string html_formula(std::string_view formula) {
  std::string html;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (std::size_t at = 0; at < formula.size();) {
    std::size_t end = at;
    const bool is_count =
        is_digit(formula[at]) && at > 0 && (is_letter(formula[at - 1]) || formula[at - 1] == ')');
    while (end < formula.size() && is_digit(formula[end]) == is_digit(formula[at])) ++end;
    const std::string part = html_text(formula.substr(at, end - at));
    html += is_count ? "<sub>" + part + "</sub>" : part;
    at = end;
  }
  return html;
}

std::string url_segment(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string url;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                               c == '~';
    if (is_unreserved) {
      url += c;
    } else {
      url += {'%', kHex[byte >> 4U], kHex[byte & 0x0FU]};
    }
  }
  return url;
}

std::string fixed_text(double value, int digits) {
  if (!std::isfinite(value)) return kNoValue;
  std::array<char, 64> text{};
  const char* format = std::abs(value) < 1e15 ? "%.*f" : "%.*e";
  std::snprintf(text.data(), text.size(), format, digits, value);
  std::string number = text.data();
  // What rounds to zero has no sign.
  if (number.starts_with('-') && number.find_first_not_of("-0.") == std::string::npos) {
    number.erase(0, 1);
  }
  return number;
}

std::string probability_text(double probability) {
  if (probability >= 0.995) return "&gt; 0.99";
  if (probability < 0.005) return "&lt; 0.01";
  return fixed_text(probability, 2);
}

std::string count_text(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t left = digits.size(); left > 3;) {
    left -= 3;
    digits.insert(left, "\u202F");
  }
  return digits;
}

std::string counted(std::size_t count, const std::string& noun) {
  return count_text(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace basepeak
