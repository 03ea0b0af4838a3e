#include "engine/prepare/skew_fit.h"

#include <gtest/gtest.h>

#include "tests/support/shaped_run.h"

namespace basepeak {
namespace {

using test::kLargeSpectrum;
using test::kSmallSpectrum;
using test::perceived;
using test::ShapedRun;

ShapedRun overlapping(double scans_per_mz) {
  ShapedRun run;
  run.peaks = {{38.0, 50000.0, kLargeSpectrum}, {43.0, 20000.0, kSmallSpectrum}};
  run.asymmetry = 0.4;
  run.scans_per_mz = scans_per_mz;
  return run;
}

Skew fitted(const ShapedRun& made, double height = 50000.0, const Skew& measured = {}) {
  IonChromatograms run = made.chromatograms();
  std::vector<PerceivedComponent> components{perceived(38.0, made.deviation, height),
                                             perceived(43.0, made.deviation, 0.4 * height)};
  for (PerceivedComponent& component : components) component.masses = {58, 146, 178, 245};
  return fit_skew(run, made.detector(), Method{}.components, components, measured);
}

TEST(SkewFit, FindsTheSkewOfCompoundsThatOverlap) {
  for (const double slope : {0.0022, -0.0022}) {
    EXPECT_NEAR(fitted(overlapping(slope)).scans_per_mz, slope, 0.0002);
  }
}

TEST(SkewFit, IsNoneWhereIonsPeakTogether) {
  EXPECT_EQ(fitted(overlapping(0.0)).scans_per_mz, 0.0);
}

TEST(SkewFit, TakesBackAMeasuredSkewThatTheShapesDeny) {
  EXPECT_EQ(fitted(overlapping(0.0), 50000.0, {0.001, 150.0}).scans_per_mz, 0.0);
}

TEST(SkewFit, KeepsTheMeasuredOneWhereNoComponentIsStrong) {
  const Skew kept = fitted(overlapping(0.0022), 100.0, {0.001, 140.0});
  EXPECT_EQ(kept.scans_per_mz, 0.001);
  EXPECT_EQ(kept.reference_mz, 140.0);
}

}  // namespace
}  // namespace basepeak
