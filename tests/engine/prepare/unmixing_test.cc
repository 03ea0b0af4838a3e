#include "engine/prepare/unmixing.h"

#include <gtest/gtest.h>

#include "tests/support/shaped_run.h"

namespace basepeak {
namespace {

// The components of a run with one peak of these ions, when three maxima together are wanted.
std::vector<Unmixed> unmixed(const std::map<int, double>& spectrum, int minimum_ions = 3) {
  test::ShapedRun made;
  made.peaks = {{38.0, 20000.0, spectrum}};
  const std::vector<PerceivedComponent> components{test::perceived(38.0, made.deviation, 20000.0)};
  Method::Components settings;
  settings.minimum_ions = minimum_ions;
  return unmix(made.chromatograms(), components, made.detector(), settings);
}

TEST(Unmixing, GivesTheSharesOfTheIons) {
  const auto found = unmixed({{91, 0.5}, {146, 0.25}, {245, 1.0}});
  ASSERT_EQ(found.size(), 1U);
  const Peaks& peaks = found[0].query.peaks;
  ASSERT_EQ(peaks.size(), 3U);
  EXPECT_NEAR(peaks.intensity()[0] / peaks.intensity()[2], 0.5, 0.02);
  EXPECT_NEAR(peaks.intensity()[1] / peaks.intensity()[2], 0.25, 0.02);
}

TEST(Unmixing, LeavesOutWhatFewerIonsThanWantedAreLeftOf) {
  EXPECT_TRUE(unmixed({{91, 0.5}, {245, 1.0}}).empty());
  EXPECT_EQ(unmixed({{91, 0.5}, {245, 1.0}}, 2).size(), 1U);
}

}  // namespace
}  // namespace basepeak
