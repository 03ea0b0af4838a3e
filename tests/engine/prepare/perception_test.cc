#include "engine/prepare/perception.h"

#include <gtest/gtest.h>

#include "engine/prepare/ion_maxima.h"
#include "engine/prepare/noise.h"
#include "tests/support/shaped_run.h"

namespace basepeak {
namespace {

using test::ShapedRun;

// Counting noise on every unit mass from 40 to 319, as a detector of three counts an ion records
// it.
ShapedRun dense_noise(double background) {
  ShapedRun run;
  run.scans = 600;
  run.background = background;
  run.noise_factor = std::sqrt(3.0);
  std::map<int, double> nothing;
  for (int mass = 40; mass < 320; ++mass) nothing[mass] = 0.0;
  run.peaks = {{0.0, 0.0, nothing}};
  return run;
}

std::vector<PerceivedComponent> perceive(const ShapedRun& shaped) {
  const IonChromatograms run = shaped.chromatograms();
  const Method::Components settings;
  const Noise noise = measure_noise(run, settings.lowest_mz);
  return perceive_components(run, ion_maxima(run, noise, settings), settings);
}

TEST(Perception, FindsNothingInNoiseOnEveryIon) {
  for (const double background : {30.0, 100.0, 300.0, 3000.0}) {
    EXPECT_TRUE(perceive(dense_noise(background)).empty()) << background;
  }
}

TEST(Perception, FindsOneCompoundInNoiseOnEveryIon) {
  ShapedRun run = dense_noise(100.0);
  run.peaks.push_back({300.2, 500.0, test::kLargeSpectrum});
  const auto found = perceive(run);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found.front().apex, 300.2, 2.0);  // half of the peak's standard deviation
  EXPECT_GE(found.front().masses.size(), 3U);
}

}  // namespace
}  // namespace basepeak
