#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/search/score.h"
#include "tests/engine/search/generators.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

const Tolerance k20mDa = Tolerance::da(0.02);

WeightedPeaks prepared(const Peaks& peaks, std::optional<double> precursor = std::nullopt,
                       const Tolerance& tolerance = k20mDa) {
  return entropy_weighted(clean(peaks, precursor, tolerance, false));
}

const Peaks kA = peaks_of({{105.0699, 300}, {132.0808, 40}, {188.1434, 1000}, {216.1383, 25}});
const Peaks kB = peaks_of({{105.0699, 800}, {134.0964, 60}, {188.1434, 1000}});

TEST(Entropy, EqualsTheReferenceVector) {
  const Tolerance tolerance = Tolerance::da(0.005);
  EXPECT_NEAR(spectral_entropy(clean(kA, std::nullopt, tolerance, false)), 0.7376517624430456,
              1e-12);
  EXPECT_NEAR(spectral_entropy(clean(kB, std::nullopt, tolerance, false)), 0.8073073931320829,
              1e-12);
  const auto a = prepared(kA, std::nullopt, tolerance);
  const auto b = prepared(kB, std::nullopt, tolerance);
  EXPECT_NEAR(ms2_entropy(a, b, tolerance).score, 0.8177173377750447, 1e-12);
  EXPECT_NEAR(ms2_entropy(a, a, tolerance).score, 1.0, 1e-12);
  EXPECT_EQ(ms2_entropy(a, b, tolerance).matched_peaks, 2U);
}

TEST(Entropy, PeaksExactlyAtTheToleranceMatchAndOneMicrodaltonFartherDoNot) {
  const auto a = prepared(peaks_of({{100.0, 1}}));
  EXPECT_NEAR(ms2_entropy(a, prepared(peaks_of({{100.02, 1}})), k20mDa).score, 1.0, 1e-12);
  EXPECT_NEAR(ms2_entropy(a, prepared(peaks_of({{99.98, 1}})), k20mDa).score, 1.0, 1e-12);
  EXPECT_EQ(ms2_entropy(a, prepared(peaks_of({{100.020001, 1}})), k20mDa).score, 0.0);
  EXPECT_EQ(ms2_entropy(a, prepared(peaks_of({{99.979999, 1}})), k20mDa).score, 0.0);
}

TEST(Entropy, IsTheSameToTheLastBitWithTermsFormedBefore) {
  const auto a = prepared(kA, 300.0);
  const auto b = prepared(kB, 314.0);
  auto formed = a;
  add_entropy_terms(formed);
  EXPECT_EQ(ms2_entropy(formed, b, k20mDa).score, ms2_entropy(a, b, k20mDa).score);
  EXPECT_EQ(ms2_hybrid_entropy(formed, b, k20mDa).score, ms2_hybrid_entropy(a, b, k20mDa).score);
}

TEST(Entropy, EmptySpectraScoreZero) {
  const auto a = prepared(kA);
  EXPECT_EQ(ms2_entropy(a, prepared({}), k20mDa).score, 0.0);
  EXPECT_EQ(ms2_entropy(prepared({}), a, k20mDa).score, 0.0);
  EXPECT_EQ(ms2_hybrid_entropy(prepared({}), prepared({}), k20mDa).score, 0.0);
}

// Seen in another program: 1.8 for a hybrid and 3.6 for a neutral-loss self-score.
TEST(Entropy, ClosePeaksDoNotLiftSelfScoresAboveOne) {
  const Peaks close = peaks_of({{100.000, 90}, {100.011, 80}, {100.022, 70}, {120.0, 5}});
  const auto a = prepared(close, 200.0);
  const auto b = prepared(close, 214.0);
  EXPECT_NEAR(ms2_entropy(a, a, k20mDa).score, 1.0, 1e-12);
  EXPECT_NEAR(ms2_hybrid_entropy(a, a, k20mDa).score, 1.0, 1e-12);
  EXPECT_NEAR(ms2_neutral_loss_entropy(a, a, k20mDa).score, 1.0, 1e-12);
  EXPECT_LE(ms2_hybrid_entropy(a, b, k20mDa).score, 1.0);
}

TEST(Entropy, NeutralLossesMatchWhereFragmentsDoNot) {
  const auto a = prepared(peaks_of({{100.0, 50}, {150.0, 100}}), 300.0);
  const auto b = prepared(peaks_of({{114.0, 50}, {164.0, 100}}), 314.0);
  EXPECT_EQ(ms2_entropy(a, b, k20mDa).score, 0.0);
  EXPECT_NEAR(ms2_neutral_loss_entropy(a, b, k20mDa).score, 1.0, 1e-12);
  EXPECT_NEAR(ms2_hybrid_entropy(a, b, k20mDa).score, 1.0, 1e-12);
  EXPECT_EQ(ms2_neutral_loss_entropy(a, prepared(kB), k20mDa).score, 0.0);
}

TEST(Entropy, HybridUsesEachPeakOnceFragmentsFirst) {
  // 114 of the record matches the query's 114 as it is, and its 128 as a neutral loss: once only.
  const auto query = prepared(peaks_of({{114.0, 100}, {128.0, 100}}), 314.0);
  const auto record = prepared(peaks_of({{114.0, 100}}), 300.0);
  const ScoreValue value = ms2_hybrid_entropy(query, record, k20mDa);
  EXPECT_EQ(value.matched_peaks, 1U);
  EXPECT_EQ(value.score, ms2_entropy(query, record, k20mDa).score);
}

RC_GTEST_PROP(Entropy, StaysInRangeIsSymmetricAndHybridIsNotBelow, ()) {
  const auto a = prepared(*fragment_peaks(), 70.0);
  const auto b = prepared(*fragment_peaks(), 70.0 + *rc::gen::inRange(0, 3) * 2.5);
  const double ab = ms2_entropy(a, b, k20mDa).score;
  RC_ASSERT(ab >= 0.0 && ab <= 1.0);
  RC_ASSERT(std::abs(ab - ms2_entropy(b, a, k20mDa).score) < 1e-12);
  RC_ASSERT(std::abs(ms2_entropy(a, a, k20mDa).score - 1.0) < 1e-12);
  const double hybrid = ms2_hybrid_entropy(a, b, k20mDa).score;
  RC_ASSERT(hybrid >= ab - 1e-12 && hybrid <= 1.0);
  const double loss = ms2_neutral_loss_entropy(a, b, k20mDa).score;
  RC_ASSERT(loss >= 0.0 && loss <= 1.0);
}

}  // namespace
}  // namespace basepeak
