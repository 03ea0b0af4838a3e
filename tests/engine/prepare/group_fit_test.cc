#include "engine/prepare/group_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/shaped_run.h"

namespace basepeak {
namespace {

using test::kLargeSpectrum;
using test::kSmallSpectrum;
using test::ShapedRun;

ShapedRun two_peaks() {
  ShapedRun run;
  run.peaks = {{38.0, 50000.0, kLargeSpectrum}, {43.0, 20000.0, kSmallSpectrum}};
  run.asymmetry = 0.8;
  return run;
}

SharedShape true_shape() {
  SharedShape shape;
  shape.apexes = {38.0, 43.0};
  shape.deviation = 4.0;
  shape.asymmetry = 0.8;
  return shape;
}

// What a fit starts with when apexes are a scan off and nothing is known of the tail.
SharedShape rough_start(std::vector<double> apexes) {
  SharedShape start;
  start.apexes = std::move(apexes);
  start.deviation = 5.0;
  start.asymmetry = 0.2;
  return start;
}

ShapeGroup group_of(const ShapedRun& made, const SharedShape& start) {
  ShapeGroup group;
  group.first = 10;
  group.last = 72;
  group.reference_mz = 150.0;
  choose_ions(made.chromatograms(), made.detector(), 30, start, 48, group);
  return group;
}

TEST(GroupFit, FindsTheShapeThatTheRunWasMadeOf) {
  const ShapedRun made = two_peaks();
  const SharedShape start = rough_start({37.2, 43.8});
  ShapeGroup group = group_of(made, start);
  ASSERT_EQ(group.ions.size(), 23U);  // every ion: two are in both
  const GroupFit first = fit_group(start, group);
  weigh_by(first.shape, made.detector(), group);
  const GroupFit fit = fit_group(first.shape, group);
  EXPECT_NEAR(fit.shape.apexes[0], 38.0, 0.03);
  EXPECT_NEAR(fit.shape.apexes[1], 43.0, 0.05);
  EXPECT_NEAR(fit.shape.deviation, 4.0, 0.1);
  EXPECT_NEAR(fit.shape.asymmetry, 0.8, 0.1);
  EXPECT_LT(fit.misfit, misfit_of(start, group));
  // Half a per cent of the signal counts as error, too: a little below 1.
  EXPECT_NEAR(fit.misfit / group.points(), 0.85, 0.2);
}

TEST(GroupFit, SharesAreThoseOfTheSpectra) {
  const ShapedRun made = two_peaks();
  const SharedShape truth = true_shape();
  const ShapeGroup group = group_of(made, truth);
  const PeakShares large = shares_of(truth, 0, group);
  const PeakShares small = shares_of(truth, 1, group);
  for (std::size_t i = 0; i < group.ions.size(); ++i) {
    const int mass = group.ions[i].mass;
    const auto of = [mass](const std::map<int, double>& spectrum, double height) {
      const auto found = spectrum.find(mass);
      return found == spectrum.end() ? 0.0 : height * found->second;
    };
    SCOPED_TRACE(mass);
    EXPECT_NEAR(large.shares[i], of(kLargeSpectrum, 50000.0), 5.0 * large.errors[i] + 60.0);
    EXPECT_NEAR(small.shares[i], of(kSmallSpectrum, 20000.0), 5.0 * small.errors[i] + 60.0);
  }
}

TEST(GroupFit, FindsTheSkewWhereItIsFree) {
  ShapedRun made = two_peaks();
  made.scans_per_mz = 0.002;
  const SharedShape start = rough_start({38.3, 42.8});
  ShapeGroup group = group_of(made, start);
  const double fixed = fit_group(start, group).misfit;
  group.is_skew_free = true;
  const GroupFit fit = fit_group(start, group);
  EXPECT_NEAR(fit.shape.scans_per_mz, 0.002, 0.0002);
  EXPECT_GT(fit.slope_error, 0.0);
  EXPECT_LT(fit.slope_error, 0.0002);
  EXPECT_LT(fit.misfit, 0.75 * fixed);
}

TEST(GroupFit, SaysNothingOfTheSkewWhereItIsNotFree) {
  const ShapedRun made = two_peaks();
  const SharedShape start = rough_start({38.0, 43.0});
  EXPECT_EQ(fit_group(start, group_of(made, start)).slope_error, 0.0);
}

TEST(GroupFit, MovesNoApexBeyondItsReach) {
  const ShapedRun made = two_peaks();
  const SharedShape start = rough_start({33.0, 43.0});
  const GroupFit fit = fit_group(start, group_of(made, start), 1.0);
  EXPECT_NEAR(fit.shape.apexes[0], 34.0, 1e-9);
}

TEST(GroupFit, TakesTheSharpestIonsOfEachPeakOnly) {
  const ShapedRun made = two_peaks();
  const SharedShape truth = true_shape();
  ShapeGroup group;
  group.first = 10;
  group.last = 72;
  choose_ions(made.chromatograms(), made.detector(), 30, truth, 2, group);
  std::vector<int> masses;
  for (const ShapeGroup::Ion& ion : group.ions) masses.push_back(ion.mass);
  EXPECT_EQ(masses, (std::vector<int>{58, 146, 178, 245}));
  choose_ions(made.chromatograms(), made.detector(), 150, truth, 2, group);
  for (const ShapeGroup::Ion& ion : group.ions) EXPECT_GE(ion.mass, 150);
}

TEST(GroupFit, BelowTheThresholdOfItsPeakAnIonSaysNothing) {
  ShapedRun made = two_peaks();
  made.background = 0.0;
  made.threshold = 150.0;
  const SharedShape truth = true_shape();
  ShapeGroup group = group_of(made, truth);
  weigh_by(truth, made.detector(), group);
  for (const ShapeGroup::Ion& ion : group.ions) {
    if (ion.mass != 245) continue;
    // m/z 245 is the large one's alone: on its flank below the threshold nothing, at its apex a
    // lot.
    EXPECT_LT(ion.variances[38 - 10], 1e9);
    bool has_flank = false;
    for (Eigen::Index row = 0; row < ion.signal.size(); ++row) {
      const double position = (static_cast<double>(row) + 10.0 - 38.0) / 4.0;
      const double predicted = 50000.0 * peak_shape(position, 0.8);
      if (predicted > 20.0 && predicted < 140.0) {
        has_flank = true;
        EXPECT_EQ(ion.variances[row], kUnknownVariance) << row;
      }
    }
    EXPECT_TRUE(has_flank);
  }
}

TEST(GroupFit, ASaturatedPointSaysNothing) {
  const ShapedRun made = two_peaks();
  Detector detector = made.detector();
  detector.full_scale = 40000.0;
  const SharedShape truth = true_shape();
  ShapeGroup group = group_of(made, truth);
  const double before = group.points();
  weigh_by(truth, detector, group);
  EXPECT_LT(group.points(), before);
  for (const ShapeGroup::Ion& ion : group.ions) {
    if (ion.mass == 245) {
      EXPECT_EQ(ion.variances[38 - 10], kUnknownVariance);
    }
  }
}

}  // namespace
}  // namespace basepeak
