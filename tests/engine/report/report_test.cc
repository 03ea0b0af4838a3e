#include "engine/report/report.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "engine/report/csv_text.h"

namespace basepeak {
namespace {

Report small_report() {
  Report report;
  report.run.header.name = "A.D";
  report.run.sha256 = "00";
  report.library = {"starter", "11", 1};
  report.backend = "cpu";
  Identification found;
  found.query.acquisition.ionisation = Ionisation::ei;
  found.query.acquisition.retention_s = 60.5;
  found.query.retention_s = 60.5;
  found.query.peaks = Peaks::from_unsorted(std::vector<double>{42.0}, std::vector<float>{5.0F});
  found.matches.hits.push_back({7, 934.2, 940.0, 12, std::nullopt, std::nullopt});
  found.level = ConclusionLevel::compound;
  found.level_text = "Library match, tentative";
  found.isomer_group.members.push_back({"r", "=Name, \"quoted\"", "KEY"});
  report.components.push_back(found);
  Report::Candidate record;
  record.record = 7;
  record.id = "r";
  record.name = "=Name, \"quoted\"";
  record.origin = "measured";
  report.records.push_back(record);
  return report;
}

TEST(ReportJson, HasTheFieldsThatOthersRelyOn) {
  const auto json = nlohmann::json::parse(to_json(small_report()));
  for (const char* field :
       {"schema", "run", "library", "method", "backend", "components", "skipped"}) {
    EXPECT_TRUE(json.contains(field)) << field;
  }
  const auto& component = json["components"][0];
  EXPECT_TRUE(component["query"].is_null());
  EXPECT_EQ(component["retention_s"], 60.5);
  EXPECT_EQ(component["candidates"][0]["score"], 934.2);
  EXPECT_EQ(component["candidates"][0]["record"], "r");
  EXPECT_EQ(component["conclusion"]["level"], "compound");
  EXPECT_EQ(component["conclusion"]["class"]["called"], false);
  EXPECT_TRUE(component["conclusion"]["isomer_group"]["outside_library"].empty());
  EXPECT_EQ(json["method"]["components"]["minimum_ions"], Method{}.components.minimum_ions);
}

ControlFlag schedule_flag() {
  ControlFlag flag;
  flag.list = "us-ii";
  flag.title = "Schedule II";
  flag.jurisdiction = "United States";
  flag.entry = "Fentanyl";
  flag.citation = "21 CFR 1308.12";
  flag.members = {"Fentanyl"};
  return flag;
}

TEST(ReportJson, HoldsFlagsAndTheListsTheyComeFrom) {
  Report report = small_report();
  report.components[0].flags = {schedule_flag()};
  report.control_lists = {{"united_states.tsv", "1", "ab"}};
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_EQ(json["control_lists"][0]["file"], "united_states.tsv");
  EXPECT_EQ(json["control_lists"][0]["sha256"], "ab");
  const auto& flag = json["components"][0]["conclusion"]["flags"][0];
  for (const char* field : {"list", "jurisdiction", "entry", "basis", "status", "text_date",
                            "citation", "verified_on", "note", "members"}) {
    EXPECT_TRUE(flag.contains(field)) << field;
  }
  EXPECT_EQ(flag["basis"], "named");
  EXPECT_EQ(flag["status"], "named");
}

TEST(Summary, ListsEachFlagOfARunOnce) {
  Report report = small_report();
  report.components[0].flags = {schedule_flag()};
  report.components.push_back(report.components[0]);
  const SummaryRow row = summarise(report, "A.D");
  ASSERT_EQ(row.flags.size(), 1U);
  const std::string csv = summary_csv({row});
  EXPECT_NE(csv.find("findings,flags,report\n"), std::string::npos);
  EXPECT_NE(csv.find("\"United States, Schedule II: Fentanyl (named, unverified)\""),
            std::string::npos)
      << csv;
}

TEST(Summary, NamesWhatElseIsBesideAMatch) {
  Report report = small_report();
  Identification& component = report.components[0];
  const auto finding = [&] { return summarise(report, "A.D").findings.front(); };
  component.unmatched = {{146.0, 0.06}};
  EXPECT_EQ(finding().find("strong ions"), std::string::npos);
  component.unmatched = {{146.0, 0.42}};
  EXPECT_NE(finding().find(", strong ions that it does not explain"), std::string::npos);
  component.unmatched.clear();
  component.contradicts_source = true;
  EXPECT_NE(finding().find(", against what the source states of it"), std::string::npos);
  component.is_by_prediction = true;
  EXPECT_NE(finding().find(", by a predicted spectrum only"), std::string::npos);
  Mixture mixture;
  mixture.parts = {{"r", "Cocaine", "", "", 0.9}, {"s", "Fentanyl", "", "fentanyl", 0.1}};
  component.mixture = mixture;
  EXPECT_NE(finding().find(", possibly a mixture (Cocaine; Fentanyl)"), std::string::npos);
  component.mixture->is_beside_match = true;
  EXPECT_NE(finding().find("a second compound beside it (as of Fentanyl or an analogue)"),
            std::string::npos);
}

TEST(ReportHtml, ShowsASecondCompoundAgainstTheSpectrum) {
  Report report = small_report();
  Identification& component = report.components[0];
  EXPECT_EQ(to_html(report).find("second compound"), std::string::npos);
  Mixture mixture;
  mixture.parts = {{"r", "Cocaine", "", "", 0.9}, {"s", "Fentanyl", "", "fentanyl", 0.1}};
  mixture.parts[0].peaks = {{82.0, 1.0}, {182.0, 0.8}};
  mixture.parts[0].amount = 0.95;
  mixture.parts[1].peaks = {{245.0, 1.0}};
  mixture.parts[1].amount = 0.125;
  mixture.is_beside_match = true;
  component.mixture = mixture;
  const std::string page = to_html(report);
  EXPECT_NE(page.find("<span class=\"badge\">second compound</span>"), std::string::npos);
  EXPECT_NE(page.find("against the sum of these records"), std::string::npos);
  EXPECT_NE(to_json(report).find("\"amount\": 0.125"), std::string::npos);
}

TEST(Summary, CountsEachRunAsItsCellSays) {
  std::vector<SummaryRow> rows(4);
  for (SummaryRow& row : rows) row.status = "ok";
  rows[0].has_class_call = rows[0].has_class_in_sum = true;
  rows[1].has_class_in_sum = true;
  rows[2].is_class_open = true;
  EXPECT_NE(summary_html(rows).find("Fentanyl class called in 1 run; possible, in a mixture, in 1 "
                                    "run; not excluded in 1 run."),
            std::string::npos);
  EXPECT_NE(summary_html({rows[3]}).find("Fentanyl class called in 0 runs."), std::string::npos);
}

TEST(Summary, SaysWhereTheClassIsPossibleOrNotAnswered) {
  Report report = small_report();
  Identification& component = report.components[0];
  component.compound_class = {};
  const auto csv = [&](const char* status) {
    SummaryRow row = summarise(report, "A.D");
    row.status = status;
    return summary_csv({row});
  };
  const auto counts = ",1," + std::to_string(report.skipped.size()) + ",";
  EXPECT_NE(csv("ok").find(counts + "no,"), std::string::npos) << csv("ok");
  component.compound_class.probability = 0.51;  // of a class that was not called
  EXPECT_NE(csv("ok").find(counts + "not excluded,"), std::string::npos) << csv("ok");
  component.compound_class.probability.reset();
  component.unmatched = {{245.0, 0.48}};
  EXPECT_NE(csv("ok").find(counts + "not excluded,"), std::string::npos) << csv("ok");
  component.compound_class.is_called = true;
  component.compound_class.name = "fentanyl precursor";
  EXPECT_NE(csv("ok").find(counts + "precursor,"), std::string::npos) << csv("ok");
  component.compound_class = {};
  component.unmatched.clear();
  Mixture mixture;
  mixture.parts = {{"r", "Cocaine", "", "", 0.9}, {"s", "Fentanyl", "", "fentanyl", 0.1}};
  component.mixture = mixture;
  EXPECT_NE(csv("ok").find(counts + "possible,"), std::string::npos) << csv("ok");
  EXPECT_NE(csv("failed").find(counts + ","), std::string::npos) << csv("failed");
  EXPECT_NE(summary_html({summarise(report, "A.D")}).find("possible, in a mixture"),
            std::string::npos);
}

// A reader of the batch must not take either for a negative.
TEST(Summary, DoesNotLeaveOutASumOfRecordsOrWhatIsNoEiSpectrum) {
  Report report = small_report();
  Identification& component = report.components[0];
  component.level = ConclusionLevel::nothing_found;
  component.level_text = "Nothing found in this library";
  EXPECT_TRUE(summarise(report, "A.D").findings.empty());
  component.mixture = Mixture{};
  component.level_text = "No record matches alone; possibly a mixture: Cocaine, Fentanyl";
  ASSERT_EQ(summarise(report, "A.D").findings.size(), 1U);
  EXPECT_NE(summarise(report, "A.D").findings.front().find("Cocaine, Fentanyl"), std::string::npos);
  component.mixture.reset();
  component.query.acquisition.other_ionisation = "CI";
  component.level_text = "Nothing concluded: not an EI spectrum (CI)";
  ASSERT_EQ(summarise(report, "A.D").findings.size(), 1U);
  const std::string page = to_html(report);
  EXPECT_NE(page.find("Nothing concluded: not an EI spectrum (CI)"), std::string::npos);
  EXPECT_EQ(page.find("Nothing found in this library"), std::string::npos);
}

TEST(ReportJson, WritesNullForWhatIsNotANumber) {
  Report report = small_report();
  report.components[0].query.area = std::numeric_limits<double>::quiet_NaN();
  report.components[0].query.purity = std::numeric_limits<double>::infinity();
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_TRUE(json["components"][0]["area"].is_null());
  EXPECT_TRUE(json["components"][0]["purity"].is_null());
}

TEST(ReportJson, ReplacesBytesThatAreNotUtf8) {
  Report report = small_report();
  report.run.header.sample = "caf\xE9";
  const auto json = nlohmann::json::parse(to_json(report));
  EXPECT_EQ(json["run"]["sample"], "caf\xEF\xBF\xBD");
}

Report report_in_a_batch() {
  Report report = small_report();
  report.run.chromatogram_s = {60.0F, 61.0F};
  report.run.chromatogram_tic = {1.0F, 2.0F};
  Identification& found = report.components[0];
  found.query.retention_index = RetentionIndex{2004.5, 20, 21, false};
  found.query.relative_retention = 0.8;
  found.matches.hits[0].retention =
      RetentionComparison{2044.5, "SemiStdNP", 4.0, -40.0, 24.0, 50.0};
  found.in_blank.push_back({"BLANK.D", 60.0, 1.5, 990.0});
  found.possible_carry_over = CarryOver{"BEFORE.D", 60.2, 0.4, 950.0};
  AlkaneLadder ladder;
  ladder.name = "ladder.csv";
  ladder.sha256 = "22";
  ladder.column = "HP-5MS";
  ladder.points = {{20, 60.0}, {21, 70.0}};
  report.retention.ladder = ladder;
  report.retention.ladder_choice = "the only one";
  report.retention.column = "HP-5MS";
  report.batch.blanks.push_back({"BLANK.D", "33", "today", 4});
  report.batch.run_before = Report::BatchFacts::OtherRun{"BEFORE.D", "44", "", 2};
  report.batch.order = "command order";
  return report;
}

TEST(ReportJson, HoldsWhatARetentionIndexAndItsPenaltyAreRecomputedFrom) {
  const auto json = nlohmann::json::parse(to_json(report_in_a_batch()));
  const auto& component = json["components"][0];
  EXPECT_EQ(component["retention_index"]["value_ri"], 2004.5);
  EXPECT_EQ(component["retention_index"]["lower_carbons"], 20);
  EXPECT_EQ(component["retention_index"]["ladder_sha256"], "22");
  EXPECT_EQ(component["relative_retention"], 0.8);
  EXPECT_EQ(component["candidates"][0]["retention"]["penalty"], 50.0);
  EXPECT_EQ(component["candidates"][0]["retention"]["record_column"], "SemiStdNP");
  EXPECT_EQ(component["candidates"][0]["retention"]["record_uncertainty_ri"], 4.0);
  EXPECT_EQ(component["candidates"][0]["score"], 934.2);
  EXPECT_EQ(json["retention"]["ladder"]["points"][1]["retention_s"], 70.0);
  EXPECT_EQ(json["retention"]["column_class"], "semi-standard non-polar");
  EXPECT_EQ(component["batch"]["in_blank"][0]["area_ratio"], 1.5);
  EXPECT_EQ(component["batch"]["possible_carry_over"]["run_before"], "BEFORE.D");
  EXPECT_EQ(json["batch"]["run_before"]["sha256"], "44");
}

TEST(ReportJson, IsNullWhereNoLadderWasGiven) {
  const auto json = nlohmann::json::parse(to_json(small_report()));
  EXPECT_TRUE(json["components"][0]["retention_index"].is_null());
  EXPECT_TRUE(json["components"][0]["candidates"][0]["retention"].is_null());
  EXPECT_TRUE(json["components"][0]["batch"]["in_blank"].empty());
  EXPECT_TRUE(json["retention"]["ladder"].is_null());
  EXPECT_TRUE(json["batch"]["run_before"].is_null());
}

TEST(ReportHtml, ShowsRetentionAndWhatTheBatchSays) {
  const std::string html = to_html(report_in_a_batch());
  for (const char* text : {"in blank</span>", "possible carry-over</span>",
                           "retention index 2004.5 (C20 to C21)", "relative retention 0.8000",
                           "2044 ± 4", "-40 (window 24), penalty 50.0", "ladder.csv", "BEFORE.D"}) {
    EXPECT_NE(html.find(text), std::string::npos) << text;
  }
  EXPECT_EQ(to_html(small_report()).find("Retention index"), std::string::npos);
}

TEST(Summary, SaysWhatIsInABlankOrMayBeCarriedOver) {
  const SummaryRow row = summarise(report_in_a_batch(), "A.D");
  ASSERT_EQ(row.findings.size(), 1U);
  EXPECT_NE(row.findings[0].find("in blank, possible carry-over"), std::string::npos)
      << row.findings[0];
}

TEST(ReportCsv, QuotesAndDisarmsText) {
  EXPECT_EQ(csv_text("plain"), "plain");
  EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_text("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_text("=1+1"), "'=1+1");
  EXPECT_EQ(csv_text("-methyl"), "'-methyl");
  EXPECT_EQ(csv_number(std::numeric_limits<double>::quiet_NaN()), "");
}

TEST(ReportCsv, HasOneRowACandidateAndOneForAComponentWithout) {
  Report report = small_report();
  Identification nothing;
  report.components.push_back(nothing);
  report.components[0].matches.hits[0].retention =
      RetentionComparison{2044.5, "DB-5", std::nullopt, -40.0, 20.0, 50.0};
  const std::string csv = to_csv(report);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  // Every row has as many fields as the header, counted outside quotes.
  std::size_t commas = 0;
  std::vector<std::size_t> rows;
  bool is_quoted = false;
  for (const char c : csv) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == ',' && !is_quoted) ++commas;
    if (c == '\n' && !is_quoted) {
      rows.push_back(commas);
      commas = 0;
    }
  }
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1], rows[0]);
  EXPECT_EQ(rows[2], rows[0]);
}

TEST(Summary, TellsFindingsAndFailures) {
  SummaryRow ok = summarise(small_report(), "A.D");
  ASSERT_EQ(ok.findings.size(), 1U);
  EXPECT_NE(ok.findings[0].find("match factor 934"), std::string::npos);
  SummaryRow failed;
  failed.run = "B.D";
  failed.status = "failed";
  failed.reason = "B.D: is empty";
  const std::string csv = summary_csv({ok, failed});
  EXPECT_NE(csv.find("B.D,failed,B.D: is empty"), std::string::npos);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
}

TEST(Summary, CallsOnlyCompoundsOfOneFormulaIsomers) {
  Report report = small_report();
  report.components[0].level = ConclusionLevel::isomer_group;
  report.components[0].isomer_group.members.push_back({"r2", "Other", "KEY2"});
  EXPECT_NE(summarise(report, "A.D").findings[0].find("(isomer group of 2)"), std::string::npos);
  report.components[0].isomer_group.is_of_isomers = false;
  EXPECT_NE(summarise(report, "A.D").findings[0].find("(group of 2 not told apart)"),
            std::string::npos);
}

TEST(Report, CarriesWhatItsComponentsWereFoundWith) {
  Report report = small_report();
  report.run.preparation = {2.5, 150.0, 8388096.0, 0.002, 155.0};
  const auto facts = nlohmann::json::parse(to_json(report))["run"]["preparation"];
  EXPECT_EQ(facts["noise_factor"], 2.5);
  EXPECT_EQ(facts["full_scale"], 8388096.0);
  EXPECT_EQ(facts["skew_scans_per_mz"], 0.002);
  EXPECT_NE(to_html(report).find("0.20 scans later for 100 m/z more"), std::string::npos);
}

TEST(Summary, SaysWhatOfARunIsMissingAndThatRemarksCostNothing) {
  Report report = small_report();
  report.skipped = {{"signal", "selected-ion monitoring"}};
  EXPECT_EQ(summarise(report, "A.D").status, "ok");
  EXPECT_TRUE(nlohmann::json::parse(to_json(report))["run"]["is_complete"]);

  report.skipped.push_back({"after scan 6", "the file is cut", true});
  report.skipped.push_back({"scan 3", "damaged", true});
  const SummaryRow row = summarise(report, "A.D");
  EXPECT_EQ(row.status, "incomplete");
  EXPECT_EQ(row.reason, "after scan 6: the file is cut; and 1 more, listed in the report");
  EXPECT_NE(summary_csv({row}).find(",incomplete,"), std::string::npos);
  EXPECT_NE(summary_html({row}).find("Only a part of the run"), std::string::npos);
  EXPECT_NE(to_html(report).find("Only a part of this run"), std::string::npos);
  EXPECT_FALSE(nlohmann::json::parse(to_json(report))["run"]["is_complete"]);
}

}  // namespace
}  // namespace basepeak
