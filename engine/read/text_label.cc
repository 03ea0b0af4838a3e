#include "engine/read/text_label.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/chemistry/formula.h"
#include "engine/error.h"
#include "engine/predict/prediction.h"
#include "engine/read/comment_pairs.h"
#include "engine/read/numbers.h"
#include "engine/read/stated_fields.h"
#include "engine/read/text_encoding.h"

namespace basepeak {

namespace {

// Average and monoisotopic mass differ less, but for many bromine atoms.
constexpr double kMassesDiffer = 4.0;

std::string in_quotes(std::string_view text) { return "'" + std::string(text.substr(0, 80)) + "'"; }

// The first that is a mass; what is none, and one that contradicts the first, become remarks.
std::optional<double> mass_in(const TextRecord& record, FieldNames names, Label& label) {
  std::optional<double> first;
  for (const std::string_view text : all_values(record, names)) {
    const std::optional<double> mass = mass_of(text);
    if (!mass) {
      label.remarks.push_back("its molecular mass is " + in_quotes(text) + ", no mass: not used");
    } else if (!first) {
      first = mass;
    } else if (std::abs(*mass - *first) > kMassesDiffer) {
      label.remarks.push_back("it states two molecular masses, " + shortest_text(*first) + " and " +
                              shortest_text(*mass) + ": the first one is compared");
    }
  }
  return first;
}

std::optional<Formula> formula_of(std::string_view text) {
  std::string formula(text);
  std::erase(formula, ' ');
  try {
    return Formula::parse(formula);
  } catch (const Error&) {
    return std::nullopt;
  }
}

// The first that can be read, as written; else the first.
std::string formula_in(const TextRecord& record, Label& label) {
  std::string_view first;
  std::optional<Formula> read;
  for (const std::string_view text : all_values(record, kFormulaFields)) {
    const std::optional<Formula> formula = formula_of(text);
    if (!formula) {
      label.remarks.push_back("its formula " + in_quotes(text) +
                              " cannot be read: not compared with the match");
      if (first.empty()) first = text;
    } else if (!read) {
      read = formula;
      first = text;
    } else if (*formula != *read) {
      label.remarks.push_back("it states two formulas, " + in_quotes(first) + " and " +
                              in_quotes(text) + ": the first one is compared");
    }
  }
  return std::string(first);
}

// A mass and a formula of one record that are not of one compound.
void compare_mass_and_formula(Label& label) {
  const std::optional<Formula> formula = formula_of(label.formula);
  if (!formula || formula->counts().empty() || !label.stated_mass ||
      is_mass_of(*label.stated_mass, *formula)) {
    return;
  }
  label.remarks.push_back("its molecular mass " + shortest_text(*label.stated_mass) +
                          " is not that of its formula " + label.formula + ", which has " +
                          std::to_string(formula->nominal_mass()));
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
  if (is_one_of(name, {"Name", "Compound_name", "Title", "Names", "Synon", "Synonym", "Synonyms"}))
    return text.find(lower_case(trimmed(kPredictedMark))) != std::string::npos;
  if (is_one_of(name, {"ID", "DB#", "Accession", "NIST#", "SpectrumID"}))
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
  label.formula = formula_in(record, label);
  label.inchikey = record.first_of({"InChIKey", "InChI_Key", "INCHIAUX"});
  const std::optional<double> stated = mass_in(record, kMassFields, label);
  const std::optional<double> exact = mass_in(record, kExactMassFields, label);
  const bool is_nominal = stated && *stated == std::floor(*stated);
  label.stated_mass = is_nominal || !exact ? stated : exact;
  if (stated && exact && std::abs(*stated - *exact) > kMassesDiffer) {
    label.remarks.push_back("its MW " + shortest_text(*stated) + " and its exact mass " +
                            shortest_text(*exact) + " contradict each other");
  }
  compare_mass_and_formula(label);
  const std::vector<std::string_view> precursors = stated_values(record, kPrecursorFields);
  if (!precursors.empty()) label.precursor_mz = mass_of(precursors.front());
  return label;
}

}  // namespace basepeak
