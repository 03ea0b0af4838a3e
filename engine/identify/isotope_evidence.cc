#include "engine/identify/isotope_evidence.h"

#include <optional>
#include <string>

#include "engine/chemistry/isotope_pattern.h"
#include "engine/error.h"

namespace basepeak {

namespace {

// The formula whose isotopes the ion shows. Hydrogen, sodium and the electron add nothing to it.
std::optional<Formula> ion_formula(const std::string& formula, const std::string& adduct) {
  try {
    std::string whole = Formula::parse(formula).hill();
    if (adduct.starts_with("[2M")) whole += whole;
    if (adduct.find("+Cl]") != std::string::npos) whole += "Cl";
    if (adduct.find("+K]") != std::string::npos) whole += "K";
    return Formula::parse(whole);
  } catch (const Error&) {
    return std::nullopt;  // records' formulas are as people wrote them
  }
}

}  // namespace

void compare_isotopes(const Query& query, const Library& library, Matches& matches) {
  if (!query.ms2 || query.ms2->isotope_pattern.empty()) return;
  if (!(query.ms2->isotope_pattern.front() > 0.0)) return;
  for (Match& hit : matches.hits) {
    const LibraryRecord record = library.record(hit.record);
    const auto formula = ion_formula(record.formula, record.acquisition.adduct);
    if (!formula || formula->counts().empty()) continue;
    hit.isotope_overlap =
        pattern_overlap(query.ms2->isotope_pattern,
                        isotope_pattern(*formula, query.ms2->isotope_pattern.size()));
  }
}

}  // namespace basepeak
