#include "engine/read/text_encoding.h"

#include <cstddef>
#include <cstdint>

namespace basepeak {

namespace {

// Length of the well-formed UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  if (first >= 0xC2 && first <= 0xDF) length = 2;
  if (first >= 0xE0 && first <= 0xEF) length = 3;
  if (first >= 0xF0 && first <= 0xF4) length = 4;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || beyond ? 0 : length;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

bool is_bare(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string to_utf8(std::string_view written) {
  written = trimmed(written.substr(0, written.find('\0')));
  bool is_utf8 = true;
  for (std::string_view rest = written; !rest.empty() && is_utf8;) {
    const std::size_t length = utf8_length(rest);
    is_utf8 = length > 0;
    rest.remove_prefix(length);
  }
  if (is_utf8) return std::string(written);
  std::string out;
  for (const char c : written) append_utf8(out, static_cast<unsigned char>(c));
  return out;
}

std::string utf16le_to_utf8(std::string_view bytes) {
  std::string out;
  const auto unit = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(bytes[i]) |
           (static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + 1])) << 8);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code == 0) break;
    if (code == 0xFEFF && i == 0) continue;
    if (code >= 0xD800 && code < 0xE000) {
      const bool has_pair =
          code < 0xDC00 && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00) == 0xDC00;
      if (has_pair) {
        code = 0x10000 + ((code & 0x3FF) << 10) + (unit(i + 2) & 0x3FF);
        i += 2;
      } else {
        code = 0xFFFD;
      }
    }
    append_utf8(out, code);
  }
  return std::string(trimmed(out));
}

std::string bare_name(std::string_view field_name) {
  std::string bare;
  for (const char c : field_name) {
    if (is_bare(c)) bare.push_back(lower(c));
  }
  return bare;
}

bool same_name(std::string_view left, std::string_view right) noexcept {
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    while (i < left.size() && !is_bare(left[i])) ++i;
    while (j < right.size() && !is_bare(right[j])) ++j;
    if (i == left.size() || j == right.size()) return i == left.size() && j == right.size();
    if (lower(left[i++]) != lower(right[j++])) return false;
  }
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

}  // namespace basepeak
