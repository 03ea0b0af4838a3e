#include "engine/prepare/parting.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/shaped_run.h"

namespace basepeak {
namespace {

using test::kLargeSpectrum;
using test::kSmallSpectrum;
using test::perceived;
using test::ShapedRun;

// The peaks told apart when perception had found one at each of `apexes`.
std::optional<Parted> parted(const ShapedRun& made, const std::vector<double>& apexes) {
  const IonChromatograms run = made.chromatograms();
  std::vector<PerceivedComponent> components;
  for (const double apex : apexes) {
    components.push_back(perceived(apex, made.deviation, apex == apexes.front() ? 2.0 : 1.0));
  }
  auto groups = elution_groups(run, components);
  EXPECT_EQ(groups.size(), 1U);
  return part(run, made.detector(), Method{}.components, groups.front());
}

std::vector<double> sorted_apexes(const Parted& found) {
  std::vector<double> apexes = found.fit.shape.apexes;
  std::sort(apexes.begin(), apexes.end());
  return apexes;
}

ShapedRun one_peak(double asymmetry = 0.5) {
  ShapedRun run;
  run.peaks = {{38.0, 50000.0, kLargeSpectrum}};
  run.asymmetry = asymmetry;
  return run;
}

ShapedRun two_peaks(double apart, double small_height) {
  ShapedRun run = one_peak();
  run.peaks.push_back({38.0 + apart, small_height, kSmallSpectrum});
  return run;
}

TEST(Parting, KeepsTwoThatTheRunNeeds) {
  const auto found = parted(two_peaks(5.0, 10000.0), {38.2, 42.5});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->from.size(), 2U);
  EXPECT_EQ(found->from[0], 0U);
  EXPECT_EQ(found->from[1], 1U);
  EXPECT_NEAR(sorted_apexes(*found)[0], 38.0, 0.05);
  EXPECT_NEAR(sorted_apexes(*found)[1], 43.0, 0.2);
}

TEST(Parting, DropsAPeakThatNothingNeeds) {
  const auto found = parted(one_peak(), {38.0, 43.0});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->from.size(), 1U);
  EXPECT_NEAR(found->fit.shape.apexes[0], 38.0, 0.05);
}

TEST(Parting, FindsAPeakThatPerceptionMissed) {
  for (const double apart : {-5.0, 5.0}) {
    SCOPED_TRACE(apart);
    const auto found = parted(two_peaks(apart, 5000.0), {38.0});
    ASSERT_TRUE(found);
    ASSERT_EQ(found->from.size(), 2U);
    EXPECT_FALSE(found->from[1]);  // began as no component
    EXPECT_NEAR(found->fit.shape.apexes[1], 38.0 + apart, 0.3);
  }
}

TEST(Parting, FindsTheRightPlaceFromAWrongOne) {
  // Perception saw the maximum of shared ions and noise on the other side.
  const auto found = parted(two_peaks(5.0, 5000.0), {38.0, 33.0});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->from.size(), 2U);
  EXPECT_NEAR(sorted_apexes(*found)[1], 43.0, 0.3);
}

TEST(Parting, NamesNoPeakAfterAComponentElsewhere) {
  const auto found = parted(two_peaks(5.0, 5000.0), {38.0, 33.0});
  ASSERT_TRUE(found);
  for (std::size_t k = 0; k < found->from.size(); ++k) {
    if (!found->from[k]) continue;
    EXPECT_EQ(*found->from[k], 0U);  // nothing is at 33
    EXPECT_NEAR(found->fit.shape.apexes[k], 38.0, 1.0);
  }
}

TEST(Parting, MakesNoSecondCompoundOfAPeakOfAnotherShape) {
  // A shoulder of the same spectrum, as an overloaded or split injection leaves it.
  ShapedRun made = one_peak();
  made.peaks.push_back({45.0, 6000.0, kLargeSpectrum});
  const auto found = parted(made, {38.0});
  if (found) {
    EXPECT_EQ(found->from.size(), 1U);
  }
}

TEST(Parting, MakesNothingOfNoise) {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U}) {
    SCOPED_TRACE(seed);
    ShapedRun made = one_peak();
    made.seed = seed;
    const auto found = parted(made, {38.0});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->from.size(), 1U);
  }
}

TEST(Parting, LeavesPeaksThatNoOneShapeExplains) {
  // Ions of one compound with widths that differ twofold.
  ShapedRun narrow = one_peak(0.0);
  std::map<int, double> wide_half;
  for (const auto& [mass, share] : kLargeSpectrum) {
    if (mass % 2 == 0) wide_half[mass] = share;
  }
  narrow.peaks.clear();
  for (int step = -4; step <= 4; ++step) {
    narrow.peaks.push_back({38.0 + 2.5 * step, 12000.0, wide_half});
  }
  std::map<int, double> rest;
  for (const auto& [mass, share] : kLargeSpectrum) {
    if (mass % 2 != 0) rest[mass] = share;
  }
  narrow.peaks.push_back({38.0, 80000.0, rest});
  EXPECT_FALSE(parted(narrow, {38.0}));
}

TEST(Parting, LeavesMoreThanFourTogether) {
  ShapedRun made = two_peaks(5.0, 10000.0);
  EXPECT_FALSE(parted(made, {30.0, 34.0, 38.0, 42.0, 46.0}));
}

TEST(Parting, LeavesTooFewScans) {
  ShapedRun made = one_peak();
  made.scans = 7;
  made.deviation = 1.0;
  made.peaks[0].apex = 3.0;
  EXPECT_FALSE(parted(made, {3.0}));
}

}  // namespace
}  // namespace basepeak
