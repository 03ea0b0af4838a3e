#include "engine/identify/retention_evidence.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

LibraryRecord record(const std::string& id, std::optional<double> index,
                     const std::string& column = "") {
  LibraryRecord made;
  made.id = id;
  made.name = "Compound " + id;
  made.licence = "test";
  made.source = "test";
  made.acquisition.ionisation = Ionisation::ei;
  if (index) made.retention_indices.push_back({*index, column, std::nullopt, std::nullopt});
  made.peaks = Peaks::from_unsorted(std::vector<double>{42.0, 58.0},
                                    std::vector<float>{100.0F, static_cast<float>(id[0])});
  return made;
}

class RetentionEvidenceTest : public ::testing::Test {
 protected:
  // Records are numbered as they come; scores by record.
  Matches compared(const std::vector<LibraryRecord>& records, const std::vector<double>& scores,
                   std::optional<double> index,
                   ColumnClass column = ColumnClass::semi_standard_non_polar) {
    write_library(folder_.path() / "l.bplib", "l", records);
    library_.emplace(Library::open(folder_.path() / "l.bplib"));
    if (index) query_.retention_index = RetentionIndex{*index, 20, 21, false};
    Matches matches;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      Match hit;
      hit.record = static_cast<std::uint32_t>(i);
      hit.score = scores[i];
      matches.hits.push_back(hit);
    }
    compare_retention(query_, *library_, method_, column, matches);
    return matches;
  }
  std::string reasons(const Matches& matches) {
    Identification found;
    found.query = query_;
    found.matches = matches;
    tell_retention(*library_, found);
    std::string text;
    for (const std::string& why : found.why) text += why + "\n";
    return text;
  }
  test::TemporaryFolder folder_;
  std::optional<Library> library_;
  Query query_;
  Method method_;
};

TEST(RetentionPenalty, IsNothingInsideTheWindowThenRisesToTheCap) {
  EXPECT_EQ(retention_penalty(20.0, 20.0, 50.0, 200.0), 0.0);
  EXPECT_EQ(retention_penalty(-15.0, 20.0, 50.0, 200.0), 0.0);
  EXPECT_DOUBLE_EQ(retention_penalty(30.0, 20.0, 50.0, 200.0), 25.0);
  EXPECT_DOUBLE_EQ(retention_penalty(-60.0, 20.0, 50.0, 200.0), 100.0);
  EXPECT_DOUBLE_EQ(retention_penalty(900.0, 20.0, 50.0, 200.0), 200.0);
  EXPECT_EQ(retention_penalty(0.0, 0.0, 50.0, 200.0), 0.0);
  EXPECT_EQ(retention_penalty(1.0, 0.0, 50.0, 200.0), 200.0);
}

TEST(RetentionWindow, IsThatOfTheSharedClass) {
  const Method::Retention settings;
  EXPECT_EQ(retention_window(ColumnClass::polar, ColumnClass::polar, settings),
            settings.polar_window_ri);
  EXPECT_EQ(retention_window(ColumnClass::polar, ColumnClass::unknown, settings),
            settings.unknown_column_window_ri);
  EXPECT_FALSE(retention_window(ColumnClass::polar, ColumnClass::standard_non_polar, settings));
}

TEST_F(RetentionEvidenceTest, OrdersByScoreLessPenaltyAndLeavesTheScoreAlone) {
  const Matches matches =
      compared({record("a", 2100.0, "DB-5"), record("b", 2010.0, "DB-5")}, {900.0, 880.0}, 2000.0);
  ASSERT_EQ(matches.hits.size(), 2U);
  EXPECT_EQ(matches.hits[0].record, 1U);
  EXPECT_EQ(matches.hits[0].retention->penalty, 0.0);
  EXPECT_DOUBLE_EQ(matches.hits[0].retention->difference_ri, -10.0);
  EXPECT_EQ(matches.hits[1].score, 900.0);
  EXPECT_DOUBLE_EQ(matches.hits[1].retention->penalty, 200.0);
  const std::string why = reasons(matches);
  EXPECT_NE(why.find("within the window of 20"), std::string::npos) << why;
  EXPECT_NE(why.find("matches Compound a better"), std::string::npos) << why;
}

TEST_F(RetentionEvidenceTest, PutsNoRecordThatDoesNotMatchBeforeOneThatDoes) {
  const Matches matches =
      compared({record("a", 2500.0, "DB-5"), record("b", std::nullopt)}, {720.0, 650.0}, 2000.0);
  EXPECT_EQ(matches.hits[0].record, 0U);
  EXPECT_EQ(matches.hits[0].retention->penalty, 200.0);
}

TEST_F(RetentionEvidenceTest, SaysThatAnIndexSpeaksAgainstTheBest) {
  const std::string why = reasons(compared({record("a", 2500.0, "DB-5")}, {900.0}, 2000.0));
  EXPECT_NE(why.find("speaks against"), std::string::npos) << why;
}

TEST_F(RetentionEvidenceTest, PenalisesNoRecordWithoutAnIndexOrOfAnotherClassOfColumn) {
  const Matches matches =
      compared({record("a", std::nullopt), record("b", 2500.0, "DB-WAX")}, {900.0, 880.0}, 2000.0);
  EXPECT_EQ(matches.hits[0].record, 0U);
  EXPECT_FALSE(matches.hits[0].retention.has_value());
  EXPECT_FALSE(matches.hits[1].retention.has_value());
}

TEST_F(RetentionEvidenceTest, ComparesTheIndexOfTheRunsOwnClassOfColumn) {
  LibraryRecord several = record("a", 3300.0, "DB-WAX");
  several.retention_indices.push_back({2640.0, "StdNP", std::nullopt, std::nullopt});
  several.retention_indices.push_back({2010.0, "SemiStdNP", 6.0, 12});
  const Matches matches = compared({several}, {900.0}, 2000.0);
  ASSERT_TRUE(matches.hits[0].retention.has_value());
  EXPECT_EQ(matches.hits[0].retention->record_ri, 2010.0);
  EXPECT_EQ(matches.hits[0].retention->record_column, "SemiStdNP");
}

TEST_F(RetentionEvidenceTest, WidensTheWindowByTheUncertaintyThatTheRecordStates) {
  LibraryRecord uncertain = record("a", 2024.0, "DB-5");
  EXPECT_GT(compared({uncertain}, {900.0}, 2000.0).hits[0].retention->penalty, 0.0);
  uncertain.retention_indices[0].uncertainty_ri = 6.0;
  const Matches matches = compared({uncertain}, {900.0}, 2000.0);
  EXPECT_EQ(matches.hits[0].retention->penalty, 0.0);
  EXPECT_EQ(matches.hits[0].retention->window_ri,
            method_.retention.semi_standard_non_polar_window_ri + 6.0);
}

TEST_F(RetentionEvidenceTest, ChangesNothingWithoutAnIndexOfTheQuery) {
  const Matches matches =
      compared({record("a", 2500.0), record("b", 2000.0)}, {880.0, 900.0}, std::nullopt);
  EXPECT_EQ(matches.hits[0].record, 0U);
  EXPECT_FALSE(matches.hits[0].retention.has_value());
}

TEST_F(RetentionEvidenceTest, ScalesThePenaltyToCosines) {
  method_.ei_search.score = Score::ei_weighted_cosine;
  const Matches matches = compared({record("a", 2500.0, "DB-5")}, {0.95}, 2000.0);
  EXPECT_DOUBLE_EQ(matches.hits[0].retention->penalty, 200.0 / 999.0);
}

class InternalStandardTest : public RetentionEvidenceTest {
 protected:
  std::optional<InternalStandard> found() {
    static_cast<void>(compared({record("a", {}), record("b", {})}, {}, std::nullopt));
    queries_.resize(2);
    queries_[0].retention_s = 300.0;
    queries_[1].retention_s = 600.0;
    std::vector<Matches> matches(2);
    for (std::size_t i = 0; i < 2; ++i) {
      Match hit;
      hit.record = 1;
      hit.score = i == 0 ? 850.0 : 900.0;
      matches[i].hits.push_back(hit);
    }
    return relate_to_internal_standard(queries_, matches, *library_, method_);
  }
  std::vector<Query> queries_;
};

TEST_F(InternalStandardTest, IsTheBestMatchOfItsNameInWhateverCase) {
  method_.retention.internal_standard = "COMPOUND b";
  const auto standard = found();
  ASSERT_TRUE(standard && standard->is_found);
  EXPECT_EQ(standard->retention_s, 600.0);
  EXPECT_DOUBLE_EQ(*queries_[0].relative_retention, 0.5);
  EXPECT_DOUBLE_EQ(*queries_[1].relative_retention, 1.0);
}

TEST_F(InternalStandardTest, IsLookedForWhereItIsExpected) {
  method_.retention.internal_standard = "b";
  method_.retention.internal_standard_expected_s = 302.0;
  EXPECT_EQ(found()->retention_s, 300.0);
  method_.retention.internal_standard_expected_s = 450.0;
  const auto standard = found();
  EXPECT_FALSE(standard->is_found);
  EXPECT_NE(standard->why.find("450.0 s"), std::string::npos) << standard->why;
}

TEST_F(InternalStandardTest, IsNotFoundBelowTheScoreOfALibraryMatch) {
  method_.retention.internal_standard = "b";
  method_.conclusion.ei_tentative_score = 950.0;
  EXPECT_FALSE(found()->is_found);
  EXPECT_FALSE(queries_[0].relative_retention.has_value());
}

TEST_F(InternalStandardTest, IsAbsentWhereNoneIsNamed) { EXPECT_FALSE(found().has_value()); }

}  // namespace
}  // namespace basepeak
