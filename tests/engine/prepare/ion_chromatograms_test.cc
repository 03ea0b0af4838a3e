#include "engine/prepare/ion_chromatograms.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/shaped_run.h"

namespace basepeak {
namespace {

test::ShapedRun made_at(double apex) {
  test::ShapedRun made;
  made.peaks = {{apex, 10000.0, {{100, 1.0}, {300, 1.0}}}};
  made.noise_factor = 0.0;
  made.background = 0.0;
  return made;
}

std::vector<double> read(const IonChromatograms& run, int mass, std::size_t first,
                         std::size_t last) {
  std::vector<double> intensity(last - first);
  run.read(mass, first, last, intensity);
  return intensity;
}

TEST(IonChromatograms, GiveAnIonAtItsScansTimeOnceAligned) {
  test::ShapedRun made = made_at(40.0);
  made.scans_per_mz = 0.004;
  IonChromatograms run = made.chromatograms();
  run.align(0.004, 150.0);
  const std::vector<double> low = read(run, 100, 20, 60);
  const std::vector<double> high = read(run, 300, 20, 60);
  for (std::size_t i = 0; i < low.size(); ++i) EXPECT_NEAR(low[i], high[i], 60.0) << i;
}

TEST(IonChromatograms, AlignedReadsOfAPartEqualThoseOfTheWhole) {
  IonChromatograms run = made_at(2.0).chromatograms();
  run.align(0.003, 150.0);
  const std::vector<double> whole = read(run, 300, 0, 80);
  for (const std::size_t first : {0U, 1U, 5U, 70U}) {
    const std::vector<double> part = read(run, 300, first, first + 10);
    for (std::size_t i = 0; i < part.size(); ++i)
      EXPECT_NEAR(part[i], whole[first + i], 1e-6) << first + i;
  }
}

TEST(IonChromatograms, AlignedReadsInventNothingAtTheRunsEnds) {
  for (const double apex : {0.0, 79.0}) {
    for (const double slope : {0.004, -0.004}) {
      IonChromatograms run = made_at(apex).chromatograms();
      run.align(slope, 100.0);
      for (const double value : read(run, 300, 0, 80)) {
        EXPECT_GE(value, 0.0);
        EXPECT_LE(value, 10500.0);
      }
    }
  }
}

TEST(IonChromatograms, AreReadAsRecordedWhateverTheAlignment) {
  IonChromatograms run = made_at(40.0).chromatograms();
  const std::vector<double> before = read(run, 300, 0, 80);
  run.align(0.004, 100.0);
  std::vector<double> recorded(80);
  run.read_as_recorded(300, 0, 80, recorded);
  EXPECT_EQ(recorded, before);
}

}  // namespace
}  // namespace basepeak
