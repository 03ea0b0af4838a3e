#include "engine/identify/isotope_evidence.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

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

// Only isotopes of a hundredth of the base peak or more: a foreign ion at M+4 says nothing of M.
// And only those that MS1 could show.
double overlap(const Ms2Facts& facts, const std::vector<double>& expected) {
  constexpr double kLeastShare = 0.01;
  const double highest = *std::max_element(expected.begin(), expected.end());
  std::vector<double> of_measured;
  std::vector<double> of_expected;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    if (expected[k] < kLeastShare * highest) continue;
    const double would_be = facts.peak->height * expected[k] / expected.front();
    if (facts.isotope_pattern[k] == 0.0 && would_be < 2.0 * facts.lowest_in_survey) continue;
    of_measured.push_back(facts.isotope_pattern[k]);
    of_expected.push_back(expected[k]);
  }
  return pattern_overlap(of_measured, of_expected);
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
        overlap(*query.ms2, isotope_pattern(*formula, query.ms2->isotope_pattern.size()));
  }
}

}  // namespace basepeak
