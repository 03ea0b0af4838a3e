#include "engine/identify/technique_scheme.h"

#include <set>

#include "engine/error.h"
#include "engine/identify/model_text.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library,
              "technique categories, line " + std::to_string(line) + ": " + why);
}

}  // namespace

TechniqueCategories parse_technique_categories(std::string_view text) {
  TechniqueCategories categories;
  for_each_row(text, [&](std::size_t line, const std::vector<std::string>& cells) {
    if (cells.size() == 2 && cells[0] == "version") {
      categories.version = cells[1];
    } else if (cells.size() == 2 && cells[0] == "citation") {
      categories.citation = cells[1];
    } else if (cells.size() == 2 && cells[0] == "verified") {
      categories.verified_on = cells[1];
    } else if (cells.size() == 3 && cells[0] == "technique") {
      if (cells[1] != "A" && cells[1] != "B" && cells[1] != "C") {
        fail(line, "\"" + cells[1] + "\" is no category");
      }
      if (!categories.category.emplace(cells[2], cells[1].front()).second) {
        fail(line, "\"" + cells[2] + "\" is listed twice");
      }
    } else {
      fail(line, "it is none of version, citation, verified and technique");
    }
  });
  if (categories.version.empty() || categories.citation.empty() || categories.category.empty()) {
    throw Error(ErrorKind::library,
                "technique categories: version, citation or techniques are missing");
  }
  return categories;
}

SchemeCount count_scheme(const TechniqueCategories& categories,
                         std::span<const TechniqueUse> uses) {
  SchemeCount count;
  std::set<std::string> counted;
  for (const TechniqueUse& use : uses) {
    const auto known = categories.category.find(use.technique);
    if (known == categories.category.end()) {
      throw Error(ErrorKind::usage,
                  "\"" + use.technique + "\" is in no category of version " + categories.version);
    }
    const std::string words = use.technique + ", category " + known->second;
    if (!use.is_compared) {
      count.why.push_back(words + ": not compared with data of a reference, so it does not count");
      continue;
    }
    if (!counted.insert(use.technique).second) {
      count.why.push_back(words + ": counted already");
      continue;
    }
    ++(known->second == 'A' ? count.a : known->second == 'B' ? count.b : count.c);
    count.why.push_back(words);
  }
  const int all = count.a + count.b + count.c;
  count.meets_minimum = count.a > 0 ? all >= 2 : all >= 3 && count.b >= 2;
  if (!count.meets_minimum) {
    count.why.emplace_back(
        count.a > 0 ? "one more technique is needed beside the one of category A"
                    : "without category A three techniques are needed, two of them of category B");
  }
  if (categories.verified_on.empty()) {
    count.why.emplace_back(
        "the categories are unverified: nobody has compared them with the document");
  }
  return count;
}

}  // namespace basepeak
