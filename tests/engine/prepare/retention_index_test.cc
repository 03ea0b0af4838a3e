#include "engine/prepare/retention_index.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

const std::vector<LadderPoint> kLadder{{10, 300.0}, {11, 360.0}, {13, 460.0}};

TEST(RetentionIndex, InterpolatesBetweenNeighbours) {
  const auto index = retention_index(kLadder, 315.0, false);
  ASSERT_TRUE(index.has_value());
  EXPECT_DOUBLE_EQ(index->value, 1025.0);
  EXPECT_EQ(index->lower_carbons, 10);
  EXPECT_EQ(index->upper_carbons, 11);
  EXPECT_FALSE(index->is_extrapolated);
}

TEST(RetentionIndex, InterpolatesOverAMissingAlkane) {
  EXPECT_DOUBLE_EQ(retention_index(kLadder, 410.0, false)->value, 1200.0);
}

TEST(RetentionIndex, IsExactOnTheAlkanesThemselves) {
  for (const LadderPoint& point : kLadder) {
    const auto index = retention_index(kLadder, point.retention_s, false);
    ASSERT_TRUE(index.has_value());
    EXPECT_DOUBLE_EQ(index->value, 100.0 * point.carbons);
  }
}

TEST(RetentionIndex, ExtrapolatesOnlyWhenToldAndOneCarbonAtMost) {
  EXPECT_FALSE(retention_index(kLadder, 299.0, false).has_value());
  EXPECT_FALSE(retention_index(kLadder, 461.0, false).has_value());
  const auto before = retention_index(kLadder, 270.0, true);
  ASSERT_TRUE(before.has_value());
  EXPECT_DOUBLE_EQ(before->value, 950.0);
  EXPECT_TRUE(before->is_extrapolated);
  EXPECT_DOUBLE_EQ(retention_index(kLadder, 500.0, true)->value, 1380.0);
  EXPECT_FALSE(retention_index(kLadder, 239.0, true).has_value());
  EXPECT_FALSE(retention_index(kLadder, 511.0, true).has_value());
}

AlkaneLadder ladder(const std::string& name, const std::string& acquired,
                    const std::string& column = "") {
  AlkaneLadder made;
  made.name = name;
  made.acquired = acquired;
  made.column = column;
  made.points = kLadder;
  return made;
}

TEST(ChooseLadder, TakesTheLatestNotAfterTheRun) {
  const std::vector<AlkaneLadder> ladders{
      ladder("a", "2022-01-05"), ladder("b", "22 Feb 22  9:00 am"), ladder("c", "2022-03-01")};
  EXPECT_EQ(choose_ladder(ladders, "23 Feb 22  02:30 pm", ColumnClass::unknown).chosen, 1U);
  EXPECT_EQ(choose_ladder(ladders, "20220301", ColumnClass::unknown).chosen, 2U);
  const LadderChoice none = choose_ladder(ladders, "2021-12-31", ColumnClass::unknown);
  EXPECT_FALSE(none.chosen.has_value());
  EXPECT_NE(none.why.find("before the run"), std::string::npos);
}

TEST(ChooseLadder, TakesASingleOneAndSaysWhatSpeaksAgainstIt) {
  const std::vector<AlkaneLadder> late{ladder("a", "2022-03-05")};
  const LadderChoice choice = choose_ladder(late, "2022-02-23", ColumnClass::unknown);
  EXPECT_EQ(choice.chosen, 0U);
  EXPECT_NE(choice.why.find("after the run"), std::string::npos);
  EXPECT_EQ(choose_ladder(late, "", ColumnClass::unknown).chosen, 0U);
}

TEST(ChooseLadder, DoesNotChooseWithoutDates) {
  const std::vector<AlkaneLadder> ladders{ladder("a", ""), ladder("b", "")};
  EXPECT_FALSE(choose_ladder(ladders, "2022-02-23", ColumnClass::unknown).chosen.has_value());
  EXPECT_FALSE(choose_ladder(ladders, "", ColumnClass::unknown).chosen.has_value());
}

TEST(ChooseLadder, LeavesOutOtherClassesOfColumn) {
  const std::vector<AlkaneLadder> ladders{ladder("a", "2022-01-05", "HP-5MS"),
                                          ladder("b", "2022-02-05", "DB-WAX")};
  EXPECT_EQ(choose_ladder(ladders, "2022-02-23", ColumnClass::semi_standard_non_polar).chosen, 0U);
  EXPECT_FALSE(
      choose_ladder(ladders, "2022-02-23", ColumnClass::standard_non_polar).chosen.has_value());
}

TEST(ColumnClass, KnowsTradeNamesAndClasses) {
  for (const char* written : {"DB-5", "HP-5MS UI", "Rxi-5Sil MS", "VF-5ms", "SemiStdNP", "ZB-5HT",
                              "semi-standard non-polar", "30 m, 5% phenyl methyl siloxane"}) {
    EXPECT_EQ(column_class(written), ColumnClass::semi_standard_non_polar) << written;
  }
  for (const char* written : {"DB-1", "HP-1MS", "OV-1", "StdNP", "Standard non-polar"}) {
    EXPECT_EQ(column_class(written), ColumnClass::standard_non_polar) << written;
  }
  for (const char* written : {"DB-WAX", "HP-INNOWax", "StdPolar", "polar"}) {
    EXPECT_EQ(column_class(written), ColumnClass::polar) << written;
  }
  for (const char* written : {"", "DB-17", "DB-1701", "OV-101x5", "column 5"}) {
    EXPECT_EQ(column_class(written), ColumnClass::unknown) << written;
  }
}

}  // namespace
}  // namespace basepeak
