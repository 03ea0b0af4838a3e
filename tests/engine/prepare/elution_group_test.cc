#include "engine/prepare/elution_group.h"

#include <gtest/gtest.h>

#include "tests/support/shaped_run.h"

namespace basepeak {
namespace {

using test::perceived;
using test::ShapedRun;

// Widths at half height are 2.355 deviations: 9.42 scans here.
constexpr double kDeviation = 4.0;
constexpr double kWidth = 2.355 * kDeviation;

IonChromatograms empty_run(std::size_t scans) {
  ShapedRun run;
  run.scans = scans;
  return run.chromatograms();
}

TEST(ElutionGroups, JoinWhatLiesWithinOnePointSixWidths) {
  const IonChromatograms run = empty_run(400);
  const std::vector<PerceivedComponent> components{
      perceived(100.0, kDeviation, 10.0), perceived(100.0 + 1.5 * kWidth, kDeviation, 30.0),
      perceived(100.0 + 3.2 * kWidth, kDeviation, 20.0)};
  const auto groups = elution_groups(run, components);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].from, 0U);
  EXPECT_EQ(groups[0].to, 2U);
  EXPECT_EQ(groups[0].strongest, 1U);
  EXPECT_NEAR(groups[0].width, kWidth, 0.3);
  EXPECT_EQ(groups[1].size(), 1U);
  EXPECT_EQ(groups[0].start.apexes, (std::vector<double>{100.0, 100.0 + 1.5 * kWidth}));
}

TEST(ElutionGroups, EndHalfwayToTheNext) {
  const IonChromatograms run = empty_run(400);
  const std::vector<PerceivedComponent> components{perceived(100.0, kDeviation, 10.0),
                                                   perceived(120.0, kDeviation, 10.0)};
  const auto groups = elution_groups(run, components);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].scans.last, 110U);
  EXPECT_EQ(groups[1].scans.first, 110U);
  EXPECT_NEAR(static_cast<double>(groups[0].scans.first), 100.0 - 2.5 * kWidth, 1.0);
}

TEST(ElutionGroups, StayWithinTheRun) {
  const IonChromatograms run = empty_run(40);
  const std::vector<PerceivedComponent> components{perceived(3.0, kDeviation, 10.0),
                                                   perceived(37.0, kDeviation, 10.0)};
  const auto groups = elution_groups(run, components);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].scans.first, 0U);
  EXPECT_EQ(groups[1].scans.last, 40U);
}

TEST(ElutionGroups, AreNoneOfNothing) { EXPECT_TRUE(elution_groups(empty_run(10), {}).empty()); }

}  // namespace
}  // namespace basepeak
