#include "engine/read/text_label.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <string_view>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/predict/prediction.h"
#include "engine/read/comment_pairs.h"
#include "engine/read/numbers.h"
#include "engine/read/text_encoding.h"

namespace basepeak {

namespace {

// Average and monoisotopic mass differ less, but for many bromine atoms.
constexpr double kMassesDiffer = 4.0;

std::string in_quotes(std::string_view text) { return "'" + std::string(text.substr(0, 80)) + "'"; }

// Of the first field that is not empty; what is no mass becomes a remark.
std::optional<double> mass_in(const TextRecord& record,
                              std::initializer_list<std::string_view> names, Label& label) {
  constexpr std::array<std::string_view, 5> kUnits = {"da", "u", "amu", "gmol", "gmol1"};
  const std::string_view text = record.first_of(names);
  if (text.empty()) return std::nullopt;
  const auto found = leading_number(text);
  const std::string unit = found ? bare_name(found->rest) : std::string();
  const bool is_bare = found && found->rest.empty();
  const bool has_unit = found && std::find(kUnits.begin(), kUnits.end(), unit) != kUnits.end() &&
                        found->rest.front() != ',';
  if ((is_bare || has_unit) && found->value > 0.0) return found->value;
  label.remarks.push_back("its molecular mass is " + in_quotes(text) + ", no mass: not used");
  return std::nullopt;
}

bool is_formula(std::string_view text) {
  std::string formula(text);
  std::erase(formula, ' ');
  try {
    static_cast<void>(Formula::parse(formula));
    return true;
  } catch (const Error&) {
    return false;
  }
}

// Whether the text holds the word, which is in lower case.
bool holds(std::string_view text, std::string_view word) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     [&](char a, char b) { return lower(a) == b; }) != text.end();
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view one) { return same_name(name, one); });
}

bool tells_prediction(std::string_view name, std::string_view value) {
  if (!holds(value, "predicted")) return false;  // which is part of every mark
  const std::string text = lower_case(trimmed(value));
  if (is_one_of(name, {"Name", "Compound_name", "Title", "Synon", "Synonym", "Synonyms"}))
    return text.find(lower_case(trimmed(kPredictedMark))) != std::string::npos;
  if (is_one_of(name, {"ID", "DB#", "Accession", "NIST#"}))
    return text.starts_with(lower_case(kPredictedId));
  if (same_name(name, "Origin")) return bare_name(text) == "predicted";
  if (text.starts_with(lower_case(kPredictedSource))) return true;
  // Without the colon, which is where a program may part it.
  return text.find(lower_case(kPredictedComment.substr(0, kPredictedComment.find(':')))) !=
         std::string::npos;
}

}  // namespace

bool is_marked_predicted(const TextRecord& record) {
  for (const TextRecord::Field& field : record.fields) {
    if (tells_prediction(field.name, field.value)) return true;
    if (!is_one_of(field.name, {"Comment", "Comments"}) || !holds(field.value, "predicted"))
      continue;
    for (const auto& [name, value] : comment_pairs(field.value).pairs)
      if (tells_prediction(name, value)) return true;
  }
  return false;
}

Label label_of(const TextRecord& record) {
  Label label;
  label.name = record.first_of({"Name", "Compound_name", "TITLE"});
  label.formula = record.first_of({"Formula", "MOLFORM"});
  label.inchikey = record.first_of({"InChIKey", "InChI_Key", "INCHIAUX"});
  const std::optional<double> stated = mass_in(record, {"MW"}, label);
  const std::optional<double> exact =
      mass_in(record, {"ExactMass", "Exact_mass", "MONOISOTOPICMASS"}, label);
  const bool is_nominal = stated && *stated == std::floor(*stated);
  label.stated_mass = is_nominal || !exact ? stated : exact;
  if (stated && exact && std::abs(*stated - *exact) > kMassesDiffer) {
    label.remarks.push_back("its MW " + shortest_text(*stated) + " and its exact mass " +
                            shortest_text(*exact) + " contradict each other");
  }
  if (!label.formula.empty() && !is_formula(label.formula)) {
    label.remarks.push_back("its formula " + in_quotes(label.formula) +
                            " cannot be read: not compared with the match");
  }
  label.precursor_mz = number(record.first_of({"PrecursorMZ", "Precursor_mz"}));
  return label;
}

}  // namespace basepeak
