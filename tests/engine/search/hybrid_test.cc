#include "engine/search/hybrid.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/engine/search/generators.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

HybridScore hybrid(const UnitMassSpectrum& query, const UnitMassSpectrum& record, int difference) {
  return ei_hybrid(simple_weighted(query), simple_weighted(record), difference);
}

TEST(Hybrid, MovesAPeakThatCarriesTheChange) {
  const UnitMassSpectrum record = unit_mass({{91, 400}, {245, 999}});
  const UnitMassSpectrum query = unit_mass({{91, 400}, {259, 999}});
  const HybridScore score = hybrid(query, record, 14);
  EXPECT_NEAR(score.value.score, 999.5, 1e-9);
  EXPECT_LT(score.unshifted.score, 200.0);
  ASSERT_EQ(score.moved.size(), 1U);
  EXPECT_EQ(score.moved[0].from_mass, 245);
  EXPECT_EQ(score.moved[0].to_mass, 259);
  EXPECT_NEAR(score.moved[0].intensity, 999.0, 1e-9);
}

TEST(Hybrid, SplitsAPeakBetweenBothPlaces) {
  // Half of the amplitude stays: the query shows both fragments.
  const UnitMassSpectrum record = unit_mass({{91, 100}, {245, 999}});
  const UnitMassSpectrum query = unit_mass({{91, 100}, {245, 999.0 / 4}, {259, 999.0 / 4}});
  const HybridScore score = hybrid(query, record, 14);
  EXPECT_NEAR(score.value.score, 999.5, 1e-9);
  ASSERT_EQ(score.moved.size(), 1U);
  EXPECT_NEAR(score.moved[0].intensity, 999.0 / 4, 1e-9);
}

TEST(Hybrid, MovesIsotopeNeighboursThatAreTooSmallToStartAMove) {
  const UnitMassSpectrum record = unit_mass({{91, 400}, {245, 999}, {246, 90}});
  const UnitMassSpectrum query = unit_mass({{91, 400}, {259, 999}, {260, 90}});
  EXPECT_NEAR(hybrid(query, record, 14).value.score, 999.5, 1e-9);
  // The same small peak alone is below the discrepancy that starts a move.
  const UnitMassSpectrum lone = unit_mass({{91, 999}, {246, 90}});
  const UnitMassSpectrum lone_query = unit_mass({{91, 999}, {260, 90}});
  EXPECT_TRUE(hybrid(lone_query, lone, 14).moved.empty());
}

TEST(Hybrid, IsNotSymmetric) {
  const UnitMassSpectrum a = unit_mass({{91, 300}, {120, 500}, {245, 999}});
  const UnitMassSpectrum b = unit_mass({{91, 300}, {134, 500}, {245, 300}, {259, 999}});
  EXPECT_GT(std::abs(hybrid(b, a, 14).value.score - hybrid(a, b, -14).value.score), 1.0);
}

TEST(Hybrid, DoesNotHideAPeakBelowTheCommonRange) {
  // Moving 80 down to 60 would only take it out of the comparison.
  const UnitMassSpectrum record = unit_mass({{70, 100}, {80, 999}, {90, 999}});
  const UnitMassSpectrum query = unit_mass({{60, 999}, {70, 100}, {90, 999}});
  EXPECT_TRUE(hybrid(query, record, -20).moved.empty());
}

TEST(Hybrid, EmptySpectraAndWildDifferencesScoreLikeSimple) {
  const UnitMassSpectrum one = unit_mass({{91, 999}});
  EXPECT_EQ(hybrid({}, one, 14).value.score, 0.0);
  EXPECT_EQ(hybrid(one, {}, 14).value.score, 0.0);
  EXPECT_EQ(hybrid(one, one, 2'000'000'000).value.score, hybrid(one, one, 0).value.score);
  EXPECT_EQ(hybrid(one, one, -2'000'000'000).value.score, hybrid(one, one, 0).value.score);
}

RC_GTEST_PROP(Hybrid, IsNeverBelowSimpleAndNeverAboveItsLimit, ()) {
  const auto query = simple_weighted(*unit_mass_spectrum());
  const auto record = simple_weighted(*unit_mass_spectrum());
  const int difference = *rc::gen::inRange(-40, 40);
  const HybridScore score = ei_hybrid(query, record, difference);
  RC_ASSERT(score.value.score >= score.unshifted.score);
  RC_ASSERT(score.value.score <= 999.5);
  RC_ASSERT(score.value.score <= ei_hybrid_limit(query, record, difference));
  RC_ASSERT(score.unshifted.score == ei_simple(query, record).score);
}

RC_GTEST_PROP(Hybrid, EqualsSimpleAtADifferenceOfZero, ()) {
  const auto query = simple_weighted(*unit_mass_spectrum());
  const auto record = simple_weighted(*unit_mass_spectrum());
  const HybridScore score = ei_hybrid(query, record, 0);
  RC_ASSERT(score.value.score == ei_simple(query, record).score);
  RC_ASSERT(score.moved.empty());
}

}  // namespace
}  // namespace basepeak
