#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/error.h"
#include "engine/search/score.h"
#include "tests/engine/search/generators.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

// The two spectra of the reference vector (NIST search form); 300:1 and 435:0 probe the trace
// rules.
const UnitMassSpectrum kUnknown =
    unit_mass({{83, 61}, {150, 999}, {250, 340}, {300, 1}, {350, 447}});
const UnitMassSpectrum kLibrary =
    unit_mass({{69, 76}, {150, 999}, {200, 1}, {250, 367}, {300, 152}, {350, 493}, {435, 0}});

ScoreValue identity(const UnitMassSpectrum& query, const UnitMassSpectrum& record) {
  return ei_identity(identity_weighted(query), identity_weighted(record));
}
ScoreValue simple(const UnitMassSpectrum& query, const UnitMassSpectrum& record) {
  return ei_simple(simple_weighted(query), simple_weighted(record));
}
ScoreValue weighted_cosine(const UnitMassSpectrum& query, const UnitMassSpectrum& record) {
  return ei_cosine(mass_weighted(query), mass_weighted(record));
}
ScoreValue plain_cosine(const UnitMassSpectrum& query, const UnitMassSpectrum& record) {
  return ei_cosine(intensity_weighted(query), intensity_weighted(record));
}
ScoreValue stein_scott(const UnitMassSpectrum& query, const UnitMassSpectrum& record) {
  return ei_stein_scott(stein_scott_weighted(query), stein_scott_weighted(record));
}

TEST(EiScores, IdentityEqualsTheReferenceVector) {
  const ScoreValue value = identity(kUnknown, kLibrary);
  EXPECT_NEAR(value.score, 657.2331902011144, 1e-9);
  EXPECT_EQ(value.matched_peaks, 4U);
}

TEST(EiScores, SimpleEqualsTheReferenceVector) {
  EXPECT_NEAR(simple(kUnknown, kLibrary).score, 904.5828663916568, 1e-9);
}

TEST(EiScores, ReverseLeavesOutPeaksThatOnlyTheQueryHas) {
  const UnitMassSpectrum pure = unit_mass({{50, 100}, {60, 999}, {70, 300}});
  const UnitMassSpectrum mixed = unit_mass({{50, 100}, {60, 999}, {65, 800}, {70, 300}});
  EXPECT_LT(simple(mixed, pure).score, 700.0);
  EXPECT_NEAR(*simple(mixed, pure).reverse_score, 999.5, 1e-9);
  EXPECT_NEAR(*weighted_cosine(mixed, pure).reverse_score, 1.0, 1e-12);
  // The query's own peak still breaks the run of ratios: two common pairs, one ratio left.
  EXPECT_NEAR(*identity(mixed, pure).reverse_score, 999.5, 1e-9);
  EXPECT_LT(identity(mixed, pure).score, *identity(mixed, pure).reverse_score);
}

TEST(EiScores, ReverseTreatsARecordPeakOfZeroAsAbsent) {
  const UnitMassSpectrum query = unit_mass({{50, 999}, {60, 500}});
  EXPECT_NEAR(*simple(query, unit_mass({{50, 999}, {60, 0}})).reverse_score, 999.5, 1e-9);
  EXPECT_NEAR(simple(query, unit_mass({{50, 999}, {60, 0}})).score, 1000.0 * 999.0 / 1499.0 - 0.5,
              1e-9);
}

// Fentanyl-like: both lose 91 and 190 Da; the second weighs 14 more.
const UnitMassSpectrum kLighter = unit_mass({{100, 50}, {146, 600}, {245, 999}, {336, 30}});
const UnitMassSpectrum kHeavier = unit_mass({{114, 50}, {160, 600}, {259, 999}, {350, 700}});

ScoreValue neutral_loss(const UnitMassSpectrum& query, const UnitMassSpectrum& record,
                        std::int32_t query_mass, std::int32_t record_mass) {
  return ei_neutral_loss(simple_weighted(query), simple_weighted(record), query_mass, record_mass);
}

TEST(EiScores, NeutralLossesAreComparedAcrossTheMassDifference) {
  const ScoreValue value = neutral_loss(kHeavier, kLighter, 350, 336);
  EXPECT_NEAR(value.score, 999.5, 1e-9);
  EXPECT_EQ(value.matched_peaks, 3U);  // the molecular ion is no loss
  EXPECT_EQ(simple(kHeavier, kLighter).score, 0.0);
  EXPECT_LT(neutral_loss(kHeavier, kLighter, 349, 336).score, 1.0);
}

TEST(EiScores, NeutralLossesOfOneMassAreTheSimpleScoreBelowTheMolecularIon) {
  const UnitMassSpectrum without_ion = unit_mass({{100, 50}, {146, 600}, {245, 999}});
  const ScoreValue value = neutral_loss(kLighter, without_ion, 336, 336);
  EXPECT_NEAR(value.score, 999.5, 1e-9);
  EXPECT_EQ(value.score, simple(without_ion, without_ion).score);
}

TEST(EiScores, NeutralLossesNeedPeaksBelowTheMolecularMass) {
  EXPECT_EQ(neutral_loss(kLighter, kLighter, 100, 336).score, 0.0);  // all at or above it
  EXPECT_EQ(neutral_loss(kLighter, kLighter, 336, 100).score, 0.0);
  EXPECT_EQ(neutral_loss(kLighter, {}, 336, 336).score, 0.0);
  // The record was not looked at below m/z 100, a loss of 236: what the query has there counts not.
  const UnitMassSpectrum low = unit_mass({{50, 999}, {100, 50}, {146, 600}, {245, 999}});
  EXPECT_NEAR(neutral_loss(low, kLighter, 336, 336).score, 999.5, 1e-9);
}

TEST(EiScores, NeutralLossReverseLeavesOutLossesThatOnlyTheQueryHas) {
  const UnitMassSpectrum mixed =
      unit_mass({{114, 50}, {160, 600}, {200, 800}, {259, 999}, {350, 700}});
  const ScoreValue value = neutral_loss(mixed, kLighter, 350, 336);
  EXPECT_LT(value.score, 800.0);
  EXPECT_NEAR(*value.reverse_score, 999.5, 1e-9);
}

RC_GTEST_PROP(EiScores, NeutralLossDoesNotChangeWhenRecordAndItsMassMove, ()) {
  const UnitMassSpectrum query = *unit_mass_spectrum();
  const UnitMassSpectrum record = *unit_mass_spectrum();
  const int by = *rc::gen::inRange(-30, 200);
  UnitMassSpectrum moved = record;
  for (std::int32_t& mass : moved.mass) mass += by;
  const ScoreValue value = neutral_loss(query, record, 100, 90);
  const ScoreValue other = neutral_loss(query, moved, 100, 90 + by);
  RC_ASSERT(value.score == other.score);
  RC_ASSERT(value.matched_peaks == other.matched_peaks);
}

TEST(EiScores, NothingBelowTheLargerLowestMassCounts) {
  const UnitMassSpectrum query = unit_mass({{40, 999}, {60, 500}, {70, 999}});
  const UnitMassSpectrum record = unit_mass({{60, 500}, {70, 999}});
  EXPECT_NEAR(simple(query, record).score, 999.5, 1e-9);
  // A listed peak of zero says that the mass was looked at, and moves the limit down.
  EXPECT_LT(simple(query, unit_mass({{40, 0}, {60, 500}, {70, 999}})).score, 700.0);
}

TEST(EiScores, TracePeaksDoNotEnterByThemselves) {
  const UnitMassSpectrum query = unit_mass({{50, 999}, {60, 1}, {70, 400}});
  const UnitMassSpectrum record = unit_mass({{50, 999}, {70, 400}});
  EXPECT_NEAR(identity(query, record).score, 999.5, 1e-9);
  const UnitMassSpectrum above = unit_mass({{50, 999}, {60, 1.01}, {70, 400}});
  EXPECT_LT(identity(above, record).score, 999.5);
}

TEST(EiScores, APeakOfOneSpectrumBreaksTheRunOfRatios) {
  const UnitMassSpectrum record = unit_mass({{50, 999}, {70, 400}});
  const UnitMassSpectrum query = unit_mass({{50, 999}, {60, 500}, {70, 200}});
  // Without a ratio the identity is T1 alone.
  const double dot = 50.0 * 999.0 + 70.0 * std::sqrt(200.0 * 400.0);
  const double own = 50.0 * 999.0 + 60.0 * 500.0 + 70.0 * 200.0;
  const double other = 50.0 * 999.0 + 70.0 * 400.0;
  EXPECT_NEAR(identity(query, record).score, 1000.0 * dot * dot / (own * other) - 0.5, 1e-9);
}

TEST(EiScores, SpectraWithoutACommonPeakScoreZeroAndNeverLess) {
  for (const auto& score : {identity, simple, weighted_cosine, stein_scott}) {
    EXPECT_EQ(score(unit_mass({{50, 999}}), unit_mass({{51, 999}})).score, 0.0);
    EXPECT_EQ(score({}, unit_mass({{51, 999}})).score, 0.0);
    EXPECT_EQ(score(unit_mass({{51, 999}}), {}).score, 0.0);
    EXPECT_EQ(score({}, {}).matched_peaks, 0U);
  }
  // 1000 * T1 is below 0.5 here.
  const UnitMassSpectrum faint = unit_mass({{50, 2}, {51, 999}});
  EXPECT_EQ(simple(faint, unit_mass({{50, 0.1}, {52, 999}})).score, 0.0);
}

TEST(EiScores, TheSameRatiosScoreTheSameOnAnyScaleOfIntensity) {
  // Peaks of exactly 1 of 999 do not enter; stored in single precision on other scales they are a
  // little above or below it.
  const auto at_scale = [](double scale) {
    return to_unit_mass(
        peaks_of({{50, 1 * scale}, {60, 999 * scale}, {70, 1 * scale}, {80, 300 * scale}}),
        UnitMassRule::ms_search);
  };
  const UnitMassSpectrum record = unit_mass({{50, 400}, {60, 999}, {80, 150}});
  for (const double scale : {0.01, 0.001, 1.1, 7.0, 19847.0, 1e6}) {
    EXPECT_EQ(identity(at_scale(scale), record).matched_peaks, 3U) << scale;
    EXPECT_EQ(identity(at_scale(scale), at_scale(scale)).matched_peaks, 2U) << scale;
    EXPECT_NEAR(simple(at_scale(scale), record).score, simple(at_scale(1.0), record).score, 1e-3);
  }
}

TEST(EiScores, EqualReverseScoresAreEqualToTheLastBit) {
  // One common peak each: both records are explained in full.
  const UnitMassSpectrum query = unit_mass({{41, 123}, {57, 999}, {84, 311}});
  for (const int mass : {41, 57, 84}) {
    EXPECT_EQ(*weighted_cosine(query, unit_mass({{mass, 999}})).reverse_score, 1.0);
    EXPECT_EQ(*simple(query, unit_mass({{mass, 999}})).reverse_score, 999.5);
  }
}

TEST(EiScores, ASinglePeakMatchesItself) {
  const UnitMassSpectrum one = unit_mass({{91, 999}});
  EXPECT_NEAR(identity(one, one).score, 999.5, 1e-9);
  EXPECT_NEAR(weighted_cosine(one, one).score, 1.0, 1e-12);
  EXPECT_NEAR(stein_scott(one, one).score, 1.0, 1e-12);
}

TEST(EiScores, SteinScottCountsTheQuerysPeaks) {
  const UnitMassSpectrum query = unit_mass({{50, 999}, {60, 500}, {70, 200}});
  const UnitMassSpectrum record = unit_mass({{50, 999}, {60, 250}});
  const auto w = [](double mass, double x) { return mass * mass * mass * std::pow(x, 0.6); };
  const double dot = w(50, 999) * w(50, 999) + w(60, 500) * w(60, 250);
  const double own = std::pow(w(50, 999), 2) + std::pow(w(60, 500), 2) + std::pow(w(70, 200), 2);
  const double other = std::pow(w(50, 999), 2) + std::pow(w(60, 250), 2);
  const double cosine = dot / std::sqrt(own * other);
  const double ratio = std::pow(0.5, 0.6);
  EXPECT_NEAR(stein_scott(query, record).score, (3.0 * cosine + 2.0 * ratio) / 5.0, 1e-12);
}

TEST(EiScores, SteinScottTakesOtherPublishedExponents) {
  const UnitMassSpectrum query = unit_mass({{50, 999}, {60, 500}});
  const UnitMassSpectrum record = unit_mass({{50, 999}, {60, 250}});
  for (const SteinScott named : {SteinScott::nist_gc, SteinScott::nist11_lc, SteinScott::massbank,
                                 SteinScott::square_root}) {
    const auto [m, p] = stein_scott_weights(named);
    const auto w = [&](double mass, double x) { return std::pow(mass, m) * std::pow(x, p); };
    const double dot = w(50, 999) * w(50, 999) + w(60, 500) * w(60, 250);
    const double own = std::pow(w(50, 999), 2) + std::pow(w(60, 500), 2);
    const double other = std::pow(w(50, 999), 2) + std::pow(w(60, 250), 2);
    const double expected = (2.0 * dot / std::sqrt(own * other) + 2.0 * std::pow(0.5, p)) / 4.0;
    const SteinScottWeights& weights = stein_scott_weights(named);
    EXPECT_NEAR(
        ei_stein_scott(stein_scott_weighted(query, weights), stein_scott_weighted(record, weights))
            .score,
        expected, 1e-12);
    EXPECT_EQ(parse_stein_scott(name(named)), named);
  }
  EXPECT_THROW(static_cast<void>(parse_stein_scott("nist")), Error);
}

TEST(EiScores, PlainAndSquareRootCosinesWeighByIntensityAlone) {
  const UnitMassSpectrum query = unit_mass({{50, 999}, {60, 500}, {70, 200}});
  const UnitMassSpectrum record = unit_mass({{50, 999}, {60, 250}});
  const double plain =
      (999.0 * 999.0 + 500.0 * 250.0) /
      std::sqrt((999.0 * 999.0 + 500.0 * 500.0 + 200.0 * 200.0) * (999.0 * 999.0 + 250.0 * 250.0));
  EXPECT_NEAR(plain_cosine(query, record).score, plain, 1e-12);
  const double root =
      (999.0 + std::sqrt(500.0 * 250.0)) / std::sqrt((999.0 + 500.0 + 200.0) * (999.0 + 250.0));
  EXPECT_NEAR(ei_cosine(simple_weighted(query), simple_weighted(record)).score, root, 1e-12);
}

RC_GTEST_PROP(EiScores, StayInRangeAndAreLargestForTheSpectrumItself, ()) {
  const UnitMassSpectrum a = *unit_mass_spectrum();
  const UnitMassSpectrum b = *unit_mass_spectrum();
  for (const auto& [score, top] :
       {std::pair(&identity, 999.5), std::pair(&simple, 999.5), std::pair(&weighted_cosine, 1.0),
        std::pair(&plain_cosine, 1.0), std::pair(&stein_scott, 1.0)}) {
    const ScoreValue value = score(a, b);
    RC_ASSERT(value.score >= 0.0 && value.score <= top);
    RC_ASSERT(*value.reverse_score >= 0.0 && *value.reverse_score <= top);
    RC_ASSERT(std::abs(score(a, a).score - top) < 1e-9);
  }
}

RC_GTEST_PROP(EiScores, IdentitySimpleAndCosineAreSymmetric, ()) {
  const UnitMassSpectrum a = *unit_mass_spectrum();
  const UnitMassSpectrum b = *unit_mass_spectrum();
  for (const auto& score : {identity, simple, weighted_cosine, plain_cosine}) {
    RC_ASSERT(std::abs(score(a, b).score - score(b, a).score) < 1e-9);
  }
}

}  // namespace
}  // namespace basepeak
