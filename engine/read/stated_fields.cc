#include "engine/read/stated_fields.h"

#include <algorithm>
#include <array>

#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"

namespace basepeak {

bool says_nothing(std::string_view value) {
  const std::string word = bare_name(value);
  return word.empty() || word == "na" || word == "none" || word == "null" || word == "unknown" ||
         word == "0";
}

std::vector<std::string_view> all_values(const TextRecord& record, FieldNames names) {
  std::vector<std::string_view> values;
  for (const std::string_view name : names) {
    for (const TextRecord::Field& field : record.fields) {
      const std::string_view value = trimmed(field.value);
      if (same_name(field.name, name) && !value.empty() &&
          std::find(values.begin(), values.end(), value) == values.end()) {
        values.push_back(value);
      }
    }
  }
  return values;
}

std::vector<std::string_view> stated_values(const TextRecord& record, FieldNames names) {
  std::vector<std::string_view> values = all_values(record, names);
  std::erase_if(values, says_nothing);
  return values;
}

std::optional<double> mass_of(std::string_view text) {
  constexpr std::array<std::string_view, 7> kUnits = {"da",    "u",  "amu", "gmol",
                                                      "gmol1", "mz", "th"};
  const auto found = leading_number(text);
  constexpr double kLargest = 1e5;  // of a molecule that any spectrum is of
  if (!found || found->value <= 0.0 || found->value > kLargest) return std::nullopt;
  if (found->rest.empty()) return found->value;
  const std::string unit = bare_name(found->rest);
  const bool is_unit = std::find(kUnits.begin(), kUnits.end(), unit) != kUnits.end();
  return is_unit && found->rest.front() != ',' ? std::optional(found->value) : std::nullopt;
}

}  // namespace basepeak
