#include "engine/library/reference_index.h"

#include <array>
#include <charconv>

#include "engine/error.h"

namespace basepeak {
namespace {

template <typename Number>
std::string shortest(Number value) {
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return status == std::errc{} ? std::string(digits.data(), end) : std::string();
}

// Takes what stands before `mark` off the front of the text.
std::string_view taken_to(std::string_view& text, char mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// The number that the whole text is; nothing for an empty one.
template <typename Number>
std::optional<Number> whole(std::string_view text, std::string_view line) {
  if (text.empty()) return std::nullopt;
  Number value{};
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size()) {
    throw Error(ErrorKind::library,
                "'" + std::string(line.substr(0, 80)) + "' is no retention index");
  }
  return value;
}

ReferenceIndex index_of_line(std::string_view line) {
  std::string_view rest = line;
  std::string_view numbers = taken_to(rest, ' ');
  ReferenceIndex index;
  const auto value = whole<double>(taken_to(numbers, '/'), line);
  index.uncertainty_ri = whole<double>(taken_to(numbers, '/'), line);
  index.measurements = whole<int>(numbers, line);
  // Written so that a NaN fails too.
  if (!value || !(*value > 0.0) || !(index.uncertainty_ri.value_or(0.0) >= 0.0)) {
    throw Error(ErrorKind::library,
                "'" + std::string(line.substr(0, 80)) + "' is no retention index");
  }
  index.value_ri = *value;
  index.column = rest;
  return index;
}

}  // namespace

std::string reference_indices_to_text(const std::vector<ReferenceIndex>& indices) {
  std::string text;
  for (const ReferenceIndex& index : indices) {
    text += shortest(index.value_ri) + "/" +
            (index.uncertainty_ri ? shortest(*index.uncertainty_ri) : "") + "/" +
            (index.measurements ? shortest(*index.measurements) : "") + " ";
    bool is_after_blank = true;
    for (const char c : index.column) {
      const bool is_blank = c == ' ' || (c >= '\t' && c <= '\r');
      if (!is_blank) text += c;
      if (is_blank && !is_after_blank) text += ' ';
      is_after_blank = is_blank;
    }
    text += '\n';
  }
  return text;
}

std::vector<ReferenceIndex> reference_indices_of_text(std::string_view text) {
  std::vector<ReferenceIndex> indices;
  while (!text.empty()) indices.push_back(index_of_line(taken_to(text, '\n')));
  return indices;
}

}  // namespace basepeak
