#include "engine/read/text_label.h"

#include <cmath>
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

}  // namespace

bool is_marked_predicted(const TextRecord& record) {
  const auto holds = [](std::string_view text, std::string_view mark) {
    return lower_case(text).find(lower_case(trimmed(mark))) != std::string::npos;
  };
  return holds(record.first_of({"Name", "Compound_name", "TITLE"}), kPredictedMark) ||
         bare_name(record.value("Origin")) == "predicted" ||
         lower_case(record.first_of({"ID", "DB#", "Accession"}))
             .starts_with(lower_case(kPredictedId)) ||
         holds(comment_of(record), kPredictedComment);
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
