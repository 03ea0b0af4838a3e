#include "libraries/interchange/retention_fields.h"

#include <cmath>

#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"

namespace basepeak {
namespace {

constexpr int kMostMeasurements = 1'000'000;

std::string_view taken_to(std::string_view& text, char mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(part);
}

// Fills the index from "value[/deviation[/measurements]]"; false if the text is something else.
bool read_numbers(std::string_view text, ReferenceIndex& index) {
  const auto value = number(taken_to(text, '/'));
  if (!value) return false;
  index.value_ri = *value;
  if (!text.empty()) {
    index.uncertainty_ri = number(taken_to(text, '/'));
    if (!index.uncertainty_ri || *index.uncertainty_ri < 0.0) return false;
  }
  if (!text.empty()) {
    const auto count = number(trimmed(text));
    if (!count || *count < 1.0 || *count > kMostMeasurements || *count != std::floor(*count))
      return false;
    index.measurements = static_cast<int>(*count);
  }
  return true;
}

void add(std::string_view numbers, std::string_view column, std::string_view written,
         RetentionFields& fields) {
  ReferenceIndex index;
  index.column = column;
  if (!read_numbers(numbers, index)) {
    fields.unread.emplace_back(written);
  } else if (index.value_ri > 0.0) {
    fields.indices.push_back(std::move(index));
  }
}

}  // namespace

RetentionFields retention_fields(std::string_view index, std::string_view column,
                                 std::string_view uncertainty) {
  RetentionFields fields;
  index = trimmed(index);
  if (index.find('=') == std::string_view::npos) {
    if (index.empty()) return fields;
    add(index, trimmed(column), index, fields);
    uncertainty = trimmed(uncertainty);
    if (fields.indices.empty() || uncertainty.empty()) return fields;
    const auto stated = number(uncertainty);
    if (stated && *stated >= 0.0) {
      fields.indices.front().uncertainty_ri = stated;
    } else {
      fields.unread.emplace_back(uncertainty);
    }
    return fields;
  }
  while (!index.empty()) {
    const std::size_t end = std::min(index.find_first_of(" ;"), index.size());
    std::string_view part = index.substr(0, end);
    index.remove_prefix(std::min(end + 1, index.size()));
    const std::string_view written = part;
    if (part.empty()) continue;
    const std::string_view of_column = taken_to(part, '=');
    add(part, of_column, written, fields);
  }
  return fields;
}

}  // namespace basepeak
