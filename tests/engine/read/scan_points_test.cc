#include "engine/read/scan_points.h"

#include <gtest/gtest.h>

#include <limits>

namespace basepeak::test {
namespace {

TEST(ScanPoints, FollowTheIndexWhereNothingIsCounted) {
  const PointMap map = map_points({0, 2, 2}, {}, {}, 5);
  EXPECT_EQ(map.scans[0].count, 2U);
  EXPECT_EQ(map.scans[1].count, 0U);
  EXPECT_EQ(map.scans[2].count, 3U);
  EXPECT_EQ(map.unused, 0U);
}

TEST(ScanPoints, LeaveOutFlagRecordsWithoutADoubt) {
  const PointMap map = map_points({0, 3}, {2, 2}, {1, 1}, 6);
  EXPECT_EQ(map.scans[1].first, 3U);
  EXPECT_EQ(map.scans[1].count, 2U);
  EXPECT_EQ(map.unused, 0U);
  EXPECT_FALSE(map.scans[0].is_in_doubt);
}

TEST(ScanPoints, AreInDoubtWhereAScanCountsFewerThanItHasRoomFor) {
  const PointMap map = map_points({0, 4, 6}, {2, 2, -5}, {0, 1, 0}, 9);
  EXPECT_EQ(map.unused, 5U);
  EXPECT_TRUE(map.scans[0].is_in_doubt);
  EXPECT_FALSE(map.scans[1].is_in_doubt);
  EXPECT_TRUE(map.scans[2].is_in_doubt);
}

TEST(ScanPoints, ThatAreAllUsedLeaveAStaleCountWithoutADoubt) {
  const PointMap map = map_points({0, 2}, {40, 50}, {}, 4);
  EXPECT_EQ(map.scans[1].count, 2U);
  EXPECT_EQ(map.unused, 0U);
  EXPECT_FALSE(map.scans[0].is_in_doubt);
}

TEST(ScanPoints, OfOverlappingScansAreInDoubtInBoth) {
  const PointMap map = map_points({0, 2, 2, 6}, {2, 2, 2, 2}, {}, 8);
  EXPECT_EQ(map.unused, 2U);
  EXPECT_FALSE(map.scans[0].is_in_doubt);
  EXPECT_TRUE(map.scans[1].is_in_doubt);
  EXPECT_TRUE(map.scans[2].is_in_doubt);
}

TEST(ScanPoints, AreMisplacedWhereTheIndexCannotBe) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double wrong : {-1.0, 9.0, nan}) {
    const PointMap map = map_points({0, wrong, 4}, {2, 2, 2}, {}, 6);
    EXPECT_TRUE(map.scans[1].is_misplaced);
    EXPECT_EQ(map.scans[1].count, 0U);
    EXPECT_EQ(map.scans[0].count, 2U);  // not the two of the misplaced scan too
    EXPECT_FALSE(map.scans[0].is_in_doubt);
    EXPECT_EQ(map.unused, 0U);
  }
}

TEST(ScanPoints, AreMisplacedWhereTheIndexDescends) {
  const PointMap map = map_points({0, 4, 2}, {2, 2, 2}, {}, 6);
  EXPECT_TRUE(map.scans[1].is_misplaced);
}

// As where the points are fewer than they were.
TEST(ScanPoints, OfAScanBeforeAMisplacedOneAreInDoubtWhereItIsShort) {
  const PointMap map = map_points({0, 2, 5}, {2, 3, 2}, {}, 4);
  EXPECT_FALSE(map.scans[0].is_in_doubt);
  EXPECT_EQ(map.scans[1].count, 2U);
  EXPECT_TRUE(map.scans[1].is_in_doubt);
  EXPECT_TRUE(map.scans[2].is_misplaced);
}

TEST(ScanPoints, BeforeTheFirstScanAreInNone) { EXPECT_EQ(map_points({2}, {2}, {}, 4).unused, 2U); }

}  // namespace
}  // namespace basepeak::test
