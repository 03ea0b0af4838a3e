#include "engine/prepare/elution_peaks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace basepeak {
namespace {

struct Gaussian {
  double apex_s, sigma_s, height;
};

IonTrace trace_of(const std::vector<Gaussian>& peaks, double step_s = 1.0) {
  IonTrace trace;
  for (double at_s = 0.0; at_s <= 120.0; at_s += step_s) {
    double sum = 0.0;
    for (const Gaussian& peak : peaks) {
      const double z = (at_s - peak.apex_s) / peak.sigma_s;
      sum += peak.height * std::exp(-0.5 * z * z);
    }
    trace.retention_s.push_back(at_s);
    trace.mz.push_back(300.0);
    trace.intensity.push_back(sum > 100.0 ? sum : 0.0);
  }
  return trace;
}

TEST(ElutionPeaks, MeasuresAGaussian) {
  const auto peaks = elution_peaks(trace_of({{60.0, 3.0, 1e6}}), 6.0);
  ASSERT_EQ(peaks.size(), 1U);
  EXPECT_NEAR(peaks[0].apex_s, 60.0, 0.5);
  EXPECT_NEAR(peaks[0].width_s, 2.355 * 3.0, 0.7);
  EXPECT_NEAR(peaks[0].area, 1e6 * 3.0 * std::sqrt(2.0 * std::acos(-1.0)), 0.03 * 7.52e6);
  EXPECT_EQ(peaks[0].height, 1e6);
  EXPECT_LT(peaks[0].start_s, 54.0);
  EXPECT_GT(peaks[0].end_s, 66.0);
}

TEST(ElutionPeaks, PartsTwoThatOverlapAtTheirFeet) {
  const auto peaks = elution_peaks(trace_of({{40.0, 3.0, 1e6}, {56.0, 3.0, 3e5}}), 6.0);
  ASSERT_EQ(peaks.size(), 2U);
  EXPECT_NEAR(peaks[0].apex_s, 40.0, 0.5);
  EXPECT_NEAR(peaks[1].apex_s, 56.0, 0.5);
  EXPECT_LE(peaks[0].end_s, peaks[1].start_s + 1.0);
}

TEST(ElutionPeaks, IsCutWhereTheIonIsMissingForThreeScans) {
  IonTrace trace = trace_of({{60.0, 8.0, 1e6}});
  for (std::size_t i = 60; i < 63; ++i) trace.intensity[i] = 0.0;
  EXPECT_EQ(elution_peaks(trace, 6.0).size(), 2U);
}

TEST(ElutionPeaks, FindsNoneInFewerThanFivePoints) {
  IonTrace trace = trace_of({{60.0, 3.0, 1e6}});
  for (std::size_t i = 0; i < trace.intensity.size(); ++i) {
    if (i < 58 || i > 61) trace.intensity[i] = 0.0;
  }
  EXPECT_TRUE(elution_peaks(trace, 6.0).empty());
  EXPECT_TRUE(elution_peaks(IonTrace{}, 6.0).empty());
}

// Noise, gaps, equal times and flat parts, as damaged runs have them: always an answer, and one
// that lies within the trace.
TEST(ElutionPeaks, AnswersWhateverTheTrace) {
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    SCOPED_TRACE(round);
    IonTrace trace;
    double at_s = 0.0;
    const std::size_t size = random() % 80;
    for (std::size_t i = 0; i < size; ++i) {
      if (random() % 10 != 0) at_s += static_cast<double>(random() % 300) / 100.0;
      trace.retention_s.push_back(at_s);
      trace.mz.push_back(300.0);
      const auto kind = random() % 4;
      trace.intensity.push_back(kind == 0   ? 0.0
                                : kind == 1 ? 1000.0
                                            : static_cast<double>(random() % 1'000'000));
    }
    for (const ElutionPeak& peak : elution_peaks(trace, 0.1 + round % 20)) {
      EXPECT_GE(peak.start_s, trace.retention_s.front());
      EXPECT_LE(peak.end_s, trace.retention_s.back());
      EXPECT_LE(peak.start_s, peak.apex_s);
      EXPECT_LE(peak.apex_s, peak.end_s);
      EXPECT_GE(peak.area, 0.0);
      EXPECT_TRUE(std::isfinite(peak.area) && std::isfinite(peak.width_s));
    }
  }
}

TEST(LastingIons, FindsTheIonsThatStayAndNoOthers) {
  std::vector<Survey::Scan> scans;
  for (int i = 0; i < 40; ++i) {
    std::vector<double> mz{150.0 + i, 500.0};
    std::vector<float> intensity{5000.0F, 0.0F};
    if (i > 10 && i < 20) {
      mz.push_back(337.2274);
      intensity.push_back(20000.0F);
    }
    scans.push_back({static_cast<std::size_t>(i + 1), 1.0 * i, Polarity::positive,
                     Peaks::from_unsorted(mz, intensity)});
  }
  std::vector<const Survey::Scan*> pointers;
  for (const Survey::Scan& scan : scans) pointers.push_back(&scan);
  const auto found = lasting_ions(pointers, 10.0, 100.0);
  ASSERT_EQ(found.size(), 1U) << "a peak of intensity 0 is none";
  EXPECT_NEAR(found[0], 337.2274, 1e-6);
  EXPECT_TRUE(lasting_ions({}, 10.0, 100.0).empty());
}

}  // namespace
}  // namespace basepeak
