#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak {

// Categories of techniques by discriminating power, as SWGDRUG's Recommendations have them.
struct TechniqueCategories {
  std::string version;
  std::string citation;
  std::string verified_on;                            // ISO date; empty: unverified
  std::map<std::string, char, std::less<>> category;  // 'A', 'B' or 'C' by technique
};

// Reads libraries/acceptance/swgdrug_categories.tsv. Throws Error{library} naming the line.
[[nodiscard]] TechniqueCategories parse_technique_categories(std::string_view text);

// A technique that was used on a sample. Only a positive result that was compared with data of a
// reference counts: a hyphenated technique is two, of which each must have been compared.
struct TechniqueUse {
  std::string technique;
  bool is_compared = false;
};

struct SchemeCount {
  int a = 0, b = 0, c = 0;  // techniques that count
  bool meets_minimum = false;
  std::vector<std::string> why;  // what counts, what does not, what is missing
};

// The minimum scheme: with a technique of category A one more of another kind; without one three,
// two of them of category B. Whether two techniques are uncorrelated is the chemist's to say.
// Throws Error{usage} for a technique that the table does not name.
[[nodiscard]] SchemeCount count_scheme(const TechniqueCategories& categories,
                                       std::span<const TechniqueUse> uses);

}  // namespace basepeak
