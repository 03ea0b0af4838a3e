#include "tools/cli/console_text.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace basepeak {

namespace {

struct Character {
  std::size_t bytes = 1;
  std::uint32_t code = 0;
  bool is_valid = false;
};

// The UTF-8 character at the front, or one byte that is none.
Character first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {1, lead, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (bytes == 0 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {};
    code = code << 6U | (next & 0x3FU);
  }
  const bool is_overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  const bool is_surrogate = code >= 0xD800 && code < 0xE000;
  if (is_overlong || is_surrogate || code > 0x10FFFF) return {};
  return {bytes, code, true};
}

bool is_shown(const Character& character) {
  const std::uint32_t code = character.code;
  const bool is_control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool is_turning = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  const bool is_line_end = code == 0x2028 || code == 0x2029;
  return character.is_valid && !is_control && !is_turning && !is_line_end;
}

std::string spelled(std::string_view bytes) {
  if (bytes == "\n") return "\\n";
  if (bytes == "\r") return "\\r";
  if (bytes == "\t") return "\\t";
  std::string text;
  for (const char c : bytes) {
    std::array<char, 8> hex{};
    std::snprintf(hex.data(), hex.size(), "\\x%02x", static_cast<unsigned char>(c));
    text += hex.data();
  }
  return text;
}

// One entry a character as it is shown.
std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    const Character character = first_of(text);
    const std::string_view bytes = text.substr(0, character.bytes);
    characters.push_back(is_shown(character) ? std::string(bytes) : spelled(bytes));
    text.remove_prefix(character.bytes);
  }
  return characters;
}

}  // namespace

std::string console_text(std::string_view text) {
  std::string shown;
  for (const std::string& character : characters_of(text)) shown += character;
  return shown;
}

std::string console_name(std::string_view text, std::size_t most) {
  const std::vector<std::string> characters = characters_of(text);
  const bool is_cut = characters.size() > most && most >= 3;
  const std::size_t tail = is_cut ? (most - 1) / 2 : 0;
  const std::size_t head = is_cut ? most - 1 - tail : characters.size();
  std::string shown;
  for (std::size_t i = 0; i < head; ++i) shown += characters[i];
  if (is_cut) shown += "\u2026";
  for (std::size_t i = characters.size() - tail; i < characters.size(); ++i) shown += characters[i];
  return shown;
}

}  // namespace basepeak
