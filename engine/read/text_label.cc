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
