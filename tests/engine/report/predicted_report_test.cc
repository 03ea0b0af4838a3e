// What a report says of records that nobody measured, in each of its forms.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "engine/report/report.h"

namespace basepeak {
namespace {

const std::string kStatement = "[PREDICTED] not a measurement";

Report::Candidate candidate(std::uint32_t number, const std::string& id, const std::string& name,
                            const std::string& origin) {
  Report::Candidate record;
  record.record = number;
  record.id = id;
  record.name = name;
  record.origin = origin;
  record.peaks =
      Peaks::from_unsorted(std::vector<double>{146, 245}, std::vector<float>{60.0F, 100.0F});
  return record;
}

// Two measured and two predicted records, as search_by_origin lists them, or the predicted alone.
Report report_with(bool has_measured) {
  Report report;
  report.run.header.name = "A.D";
  Identification found;
  found.query.acquisition.ionisation = Ionisation::ei;
  found.query.peaks =
      Peaks::from_unsorted(std::vector<double>{146, 245}, std::vector<float>{55.0F, 100.0F});
  if (has_measured) {
    report.records.push_back(candidate(0, "M-0", "Fentanyl", "measured"));
    report.records.push_back(candidate(1, "M-1", "Acetyl fentanyl", "measured"));
    found.matches.hits.push_back({0, 812.0, 820.0, 2, {}});
    found.matches.hits.push_back({1, 640.0, 700.0, 2, {}});
  }
  report.records.push_back(
      candidate(2, "PREDICTED-EI-A", "[PREDICTED] 4'-chlorofentanyl", "predicted"));
  report.records.push_back(candidate(3, "PREDICTED-EI-B", "[PREDICTED] B", "predicted"));
  found.matches.hits.push_back(
      {2, 951.0, 955.0, 2, {}});  // above the measured ones, and yet behind
  found.matches.hits.push_back({3, 777.0, 780.0, 2, {}});
  report.components.push_back(found);
  return report;
}

std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

std::vector<std::string> column(const std::vector<std::vector<std::string>>& rows,
                                const std::string& name) {
  const auto at =
      static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin());
  std::vector<std::string> cells;
  for (std::size_t r = 1; r < rows.size(); ++r) cells.push_back(rows[r].at(at));
  return cells;
}

using Cells = std::vector<std::string>;

TEST(PredictedCsv, HasRanksOfItsOwnAndSaysWhatItIsInEveryRow) {
  const auto rows = rows_of(to_csv(report_with(true)));
  EXPECT_EQ(column(rows, "rank"), (Cells{"1", "2", "1", "2"}));
  EXPECT_EQ(column(rows, "origin"), (Cells{"measured", "measured", "predicted", "predicted"}));
  EXPECT_EQ(column(rows, "record"), (Cells{"M-0", "M-1", "PREDICTED-EI-A", "PREDICTED-EI-B"}));
  EXPECT_EQ(column(rows, "name")[2], "[PREDICTED] 4'-chlorofentanyl");
}

TEST(PredictedJson, StandsInAListOfItsOwn) {
  const auto json = nlohmann::json::parse(to_json(report_with(true)));
  const auto& component = json.at("components").at(0);
  ASSERT_EQ(component.at("candidates").size(), 2U);
  ASSERT_EQ(component.at("predicted_candidates").size(), 2U);
  for (const auto& row : component.at("candidates")) EXPECT_EQ(row.at("origin"), "measured");
  for (const auto& row : component.at("predicted_candidates")) {
    EXPECT_EQ(row.at("origin"), "predicted");
    EXPECT_TRUE(row.at("name").get<std::string>().starts_with("[PREDICTED] "));
  }
  EXPECT_EQ(component.at("predicted_candidates").at(0).at("rank"), 1);
  EXPECT_EQ(component.at("predicted_candidates").at(0).at("score"), 951.0);
}

TEST(PredictedJson, IsNoCandidateWhereNothingElseIs) {
  const auto component = nlohmann::json::parse(to_json(report_with(false))).at("components").at(0);
  EXPECT_TRUE(component.at("candidates").empty());
  EXPECT_EQ(component.at("predicted_candidates").size(), 2U);
}

TEST(PredictedJson, IsNotNamedWhereNothingIsPredicted) {
  Report report = report_with(true);
  report.components[0].matches.hits.resize(2);
  EXPECT_FALSE(nlohmann::json::parse(to_json(report))
                   .at("components")
                   .at(0)
                   .contains("predicted_candidates"));
}

TEST(PredictedHtml, ListsPredictedRecordsBehindTheMeasuredOnesUnderTheWords) {
  const std::string html = to_html(report_with(true));
  const std::size_t measured = html.find(">M-1<");
  const std::size_t words = html.find(kStatement + ":");
  const std::size_t predicted = html.find(">PREDICTED-EI-A<");
  ASSERT_NE(measured, std::string::npos);
  ASSERT_NE(words, std::string::npos);
  ASSERT_NE(predicted, std::string::npos);
  EXPECT_LT(measured, words);
  EXPECT_LT(words, predicted);
  EXPECT_EQ(html.find(">PREDICTED-EI-A<", predicted + 1), std::string::npos);
}

// The best measured record is drawn, however the predicted ones score: no words across it.
TEST(PredictedHtml, DrawsTheMeasuredRecordWhereThereIsOne) {
  const std::string html = to_html(report_with(true));
  EXPECT_NE(html.find("down: library record"), std::string::npos);
  EXPECT_EQ(html.find("<text class=\"wm\""), std::string::npos);
}

TEST(PredictedHtml, DrawsAPredictedRecordBrokenWithTheWordsAcrossIt) {
  const std::string html = to_html(report_with(false));
  EXPECT_NE(html.find("down: " + kStatement), std::string::npos);
  EXPECT_EQ(html.find("down: library record"), std::string::npos);
  EXPECT_NE(html.find("class=\"wm\""), std::string::npos);
  EXPECT_NE(html.find("class=\"pp\""), std::string::npos);  // the sticks of a prediction
  EXPECT_EQ(html.find("class=\"rp\""), std::string::npos);  // those of a measured record
  EXPECT_NE(html.find("predicted record, in both"), std::string::npos);  // the legend
  EXPECT_NE(html.find("No measured candidate"), std::string::npos);
}

}  // namespace
}  // namespace basepeak
