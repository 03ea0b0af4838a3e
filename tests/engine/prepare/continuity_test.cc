#include "engine/prepare/continuity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace basepeak {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Watched {
  std::vector<std::size_t> taken;
  std::vector<Skipped> skipped;
};

struct Scan {
  std::optional<double> at_s;
  int peaks;
  bool has_intensity = true;
};

// Scans numbered from 1; their peaks differ from scan to scan unless told to repeat.
Watched watched(const std::vector<Scan>& scans, bool repeat = false) {
  Watched result;
  Continuity continuity([&](Spectrum&& scan) { result.taken.push_back(scan.acquisition.scan); });
  std::size_t number = 0;
  for (const Scan& scan : scans) {
    Spectrum spectrum;
    spectrum.acquisition.scan = ++number;
    spectrum.acquisition.retention_s = scan.at_s;
    std::vector<double> mz;
    std::vector<float> intensity;
    for (int i = 0; i < scan.peaks; ++i) {
      mz.push_back(40.0 + i);
      const float value = repeat ? 100.0F : static_cast<float>(100 * number);
      intensity.push_back(scan.has_intensity ? value : 0.0F);
    }
    spectrum.peaks = Peaks::from_unsorted(mz, intensity);
    continuity.add(std::move(spectrum));
  }
  continuity.finish();
  continuity.tell(result.skipped);
  return result;
}

TEST(Continuity, SaysNothingOfAnEvenRun) {
  const Watched run = watched({{1.0, 30}, {2.0, 30}, {3.0, 30}, {4.0, 30}});
  EXPECT_THAT(run.taken, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(run.skipped, IsEmpty());
}

TEST(Continuity, LeavesOutEmptyScansBetweenFullOnesAsALoss) {
  const Watched run = watched({{1.0, 30}, {2.0, 0}, {3.0, 0}, {4.0, 30}, {5.0, 0}, {6.0, 30}});
  EXPECT_THAT(run.taken, ElementsAre(1, 4, 6));
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped.front().where, "3 scans from scan 2");
  EXPECT_TRUE(run.skipped.front().is_loss);
}

TEST(Continuity, TakesPeaksOfNoIntensityForNone) {
  const Watched run = watched({{1.0, 30}, {2.0, 30, false}, {3.0, 30}});
  EXPECT_THAT(run.taken, ElementsAre(1, 3));
  EXPECT_EQ(run.skipped.size(), 1U);
}

TEST(Continuity, KeepsTheEmptyScansOfAQuietRun) {
  EXPECT_THAT(watched({{1.0, 19}, {2.0, 0}, {3.0, 30}}).taken, ElementsAre(1, 2, 3));
  EXPECT_THAT(watched({{1.0, 30}, {2.0, 0}}).taken, ElementsAre(1, 2));
  EXPECT_THAT(watched({{1.0, 0}, {2.0, 30}}).taken, ElementsAre(1, 2));
  std::vector<Scan> long_rest{{0.0, 30}};
  for (int i = 1; i <= 31; ++i) long_rest.push_back({i, 0});
  long_rest.push_back({32.0, 30});
  EXPECT_EQ(watched(long_rest).taken.size(), long_rest.size());
}

TEST(Continuity, LeavesOutAScanThatStandsThereTwice) {
  const Watched run = watched({{1.0, 3}, {1.0, 3}, {2.0, 3}, {2.0, 3}, {3.0, 3}}, true);
  EXPECT_THAT(run.taken, ElementsAre(1, 3, 5));
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped.front().where, "2 scans from scan 2");
  EXPECT_FALSE(run.skipped.front().is_loss);
  EXPECT_EQ(watched({{1.0, 3}, {1.0, 3}}).taken.size(), 2U);  // other peaks
}

TEST(Continuity, SaysThatTimeIsMissingOrStandsStill) {
  Watched run = watched({{{}, 3}, {{}, 3}, {{}, 3}});
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_THAT(run.skipped.front().why, HasSubstr("no scan has a retention time"));
  EXPECT_TRUE(run.skipped.front().is_loss);
  run = watched({{7.0, 3}, {7.0, 3}, {7.0, 3}});
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_THAT(run.skipped.front().why, HasSubstr("every scan has the retention time 7.0 s"));
  EXPECT_TRUE(run.skipped.front().is_loss);
}

TEST(Continuity, NamesStretchesWithoutScans) {
  std::vector<Scan> scans;
  for (int i = 0; i < 40; ++i) scans.push_back({0.3 * i + (i >= 20 ? 35.0 : 0.0), 3});
  Watched run = watched(scans);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped.front().where, "from 5.7 s to 41.0 s");
  EXPECT_FALSE(run.skipped.front().is_loss);
  for (std::size_t i = 0; i < scans.size(); ++i) *scans[i].at_s += 35.0 * double(i / 5);
  EXPECT_EQ(watched(scans).skipped.size(), 4U);  // three named, the rest counted
}

}  // namespace
}  // namespace basepeak
