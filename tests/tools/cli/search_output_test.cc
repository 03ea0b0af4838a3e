#include "tools/cli/search_output.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

struct Answer {
  Library library = library_of(
      {record_of("R\t1", peaks_of({{91, 1}}), Ionisation::ei, std::nullopt, "C7H8", 92.0626)});
  std::vector<Query> queries = std::vector<Query>(2);
  std::vector<Matches> matches = std::vector<Matches>(2);
  Answer() {
    queries[0].name = "one\ttwo";
    queries[1].name = "none";
    matches[0].hits.push_back({0, 657.2331902011144, 700.5, 4, std::nullopt});
    matches[1].notes = {"no hits: no record shares a peak with the query"};
  }
};

TEST(SearchOutput, TsvHasTheFixedColumnsAndNoTabInsideACell) {
  const Answer answer;
  EXPECT_EQ(search_tsv(answer.queries, answer.matches, answer.library, Score::ei_identity),
            "query\trank\trecord\tname\tinchikey\tformula\tscore\treverse_score\tmatched_peaks\n"
            "one two\t1\tR 1\tcompound R 1\t\tC7H8\t657.233\t700.500\t4\n");
}

TEST(SearchOutput, JsonNamesEveryQueryAndNotesWhatFoundNothing) {
  const Answer answer;
  const auto json =
      nlohmann::json::parse(search_json(answer.queries, answer.matches, answer.library));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["query"], "one\ttwo");
  EXPECT_EQ(json[0]["hits"][0]["rank"], 1);
  EXPECT_EQ(json[0]["hits"][0]["score"].get<double>(), 657.2331902011144);
  EXPECT_FALSE(json[0].contains("note"));
  EXPECT_TRUE(json[1]["hits"].empty());
  EXPECT_EQ(json[1]["note"], "no hits: no record shares a peak with the query");
}

TEST(SearchOutput, JsonSurvivesNamesThatAreNotUtf8) {
  Answer answer;
  answer.queries[0].name = "\xe9thyl";
  EXPECT_TRUE(nlohmann::json::accept(search_json(answer.queries, answer.matches, answer.library)));
}

}  // namespace
}  // namespace basepeak
