#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/search/pairing.h"
#include "engine/search/score.h"
#include "tests/engine/search/generators.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

const Tolerance k20mDa = Tolerance::da(0.02);

WeightedPeaks prepared(const Peaks& peaks, std::optional<double> precursor = std::nullopt,
                       bool linear = false) {
  return cosine_weighted(clean(peaks, precursor, k20mDa, false), linear);
}

// Peaks as they are, so that several can lie within one window.
WeightedPeaks uncleaned(const PeakList& list, std::optional<double> precursor = std::nullopt) {
  WeightedPeaks peaks;
  for (const auto& [mz, weight] : list) {
    peaks.mz_udalton.push_back(to_udalton(mz));
    peaks.weight.push_back(weight);
  }
  if (precursor) peaks.precursor_udalton = to_udalton(*precursor);
  return peaks;
}

TEST(Cosine, UsesTheSquareRootUnlessLinear) {
  const Peaks a = peaks_of({{100.0, 100}, {150.0, 400}});
  const Peaks b = peaks_of({{100.0, 400}, {160.0, 100}});
  EXPECT_NEAR(ms2_cosine(prepared(a), prepared(b), k20mDa).score, 200.0 / 500.0, 1e-12);
  EXPECT_NEAR(ms2_cosine(prepared(a, {}, true), prepared(b, {}, true), k20mDa).score,
              40000.0 / 170000.0, 1e-12);
}

TEST(Cosine, ReverseLeavesOutPeaksThatOnlyTheQueryHas) {
  const auto query = prepared(peaks_of({{100.0, 100}, {150.0, 100}}));
  const auto record = prepared(peaks_of({{100.0, 100}}));
  const ScoreValue value = ms2_cosine(query, record, k20mDa);
  EXPECT_NEAR(value.score, std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(*value.reverse_score, 1.0, 1e-12);
}

TEST(Cosine, ExactAssignmentBeatsGreedyWhereTheyDiffer) {
  // Greedy takes 100.01-100.00 (the largest product) and leaves the other two unpaired.
  const auto query = uncleaned({{99.99, 5}, {100.01, 6}});
  const auto record = uncleaned({{100.00, 6}, {100.03, 5}});
  const ScoreValue exact = ms2_cosine(query, record, k20mDa, Assignment::exact);
  const ScoreValue greedy = ms2_cosine(query, record, k20mDa, Assignment::greedy);
  EXPECT_EQ(exact.matched_peaks, 2U);
  EXPECT_EQ(greedy.matched_peaks, 1U);
  EXPECT_NEAR(exact.score, 60.0 / 61.0, 1e-12);
  EXPECT_NEAR(greedy.score, 36.0 / 61.0, 1e-12);
}

TEST(Cosine, DuplicatesPairOnce) {
  const auto twice = uncleaned({{100.0, 1}, {100.0, 1}});
  const auto once = uncleaned({{100.0, 1}});
  EXPECT_NEAR(ms2_cosine(twice, twice, k20mDa).score, 1.0, 1e-12);
  EXPECT_EQ(ms2_cosine(twice, once, k20mDa).matched_peaks, 1U);
  EXPECT_NEAR(ms2_cosine(once, twice, k20mDa).score, std::sqrt(0.5), 1e-12);
}

TEST(Cosine, ModifiedPairsPeaksThatCarryTheDifference) {
  const auto a = prepared(peaks_of({{100.0, 100}, {150.0, 100}}), 300.0);
  const auto b = prepared(peaks_of({{100.0, 100}, {164.0, 100}}), 314.0);
  EXPECT_NEAR(ms2_cosine(a, b, k20mDa).score, 0.5, 1e-12);
  EXPECT_NEAR(ms2_modified_cosine(a, b, k20mDa).score, 1.0, 1e-12);
  EXPECT_NEAR(ms2_neutral_loss_cosine(a, b, k20mDa).score, 0.5, 1e-12);
}

TEST(Cosine, ModifiedEqualsPlainExactlyWhenPrecursorsAreTheSame) {
  // 100.015 could pair with 100.03 when moved by the difference of 15 mDa, but must not.
  const auto a = uncleaned({{100.000, 2}, {100.015, 3}, {130.0, 1}}, 300.0);
  const auto b = uncleaned({{100.035, 3}, {130.03, 1}}, 300.02);
  EXPECT_EQ(ms2_modified_cosine(a, b, k20mDa).score, ms2_cosine(a, b, k20mDa).score);
  const auto unknown = uncleaned({{100.035, 3}, {130.03, 1}});
  EXPECT_EQ(ms2_modified_cosine(a, unknown, k20mDa).score, ms2_cosine(a, unknown, k20mDa).score);
}

TEST(Cosine, GreedyModifiedEqualsGreedyPlainAtAMassDifferenceOfZero) {
  const auto a = uncleaned({{99.99, 5}, {100.01, 6}, {130.0, 1}}, 300.0);
  for (const double precursor : {300.0, 300.02}) {
    const auto b = uncleaned({{100.00, 6}, {100.03, 5}, {130.01, 2}}, precursor);
    const ScoreValue plain = ms2_cosine(a, b, k20mDa, Assignment::greedy);
    const ScoreValue modified = ms2_modified_cosine(a, b, k20mDa, Assignment::greedy);
    EXPECT_EQ(modified.score, plain.score);
    EXPECT_EQ(modified.reverse_score, plain.reverse_score);
    EXPECT_EQ(modified.matched_peaks, plain.matched_peaks);
  }
}

TEST(Cosine, GreedyPairsPeaksExactlyAtTheToleranceShiftedOrNotAndNoneFarther) {
  const auto query = uncleaned({{100.0, 3}, {200.0, 4}}, 300.0);
  const auto score = [&](double plain, double shifted) {
    return ms2_modified_cosine(query, uncleaned({{plain, 3}, {shifted, 4}}, 314.0), k20mDa,
                               Assignment::greedy);
  };
  EXPECT_NEAR(score(100.02, 214.02).score, 1.0, 1e-12);
  EXPECT_NEAR(score(99.98, 213.98).score, 1.0, 1e-12);
  EXPECT_NEAR(score(100.020001, 214.02).score, 16.0 / 25.0, 1e-12);
  EXPECT_NEAR(score(100.02, 214.020001).score, 9.0 / 25.0, 1e-12);
}

TEST(Cosine, GreedyTakesOfEqualProductsThatOfTheLowestQueryPeakThenOfTheLowestRecordPeak) {
  const std::vector<PossiblePair> pairs = {{1, 1, 2.0}, {1, 0, 2.0}, {0, 1, 2.0}, {0, 0, 2.0}};
  const auto chosen = assign_greedily(pairs);
  ASSERT_EQ(chosen.size(), 2U);
  EXPECT_EQ(chosen[0].record, 0U);
  EXPECT_EQ(chosen[1].record, 1U);
  const std::vector<PossiblePair> crossed = {{0, 1, 2.0}, {0, 0, 2.0}, {1, 0, 2.0}};
  const auto first = assign_greedily(crossed);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].query, 0U);
  EXPECT_EQ(first[0].record, 0U);
}

TEST(Cosine, GreedyTakesALargeShiftedProductBeforeASmallUnshiftedOne) {
  // The query's 114 is the record's 114 and, moved by 14, its 100: the larger product is taken.
  const auto query = uncleaned({{114.0, 1}}, 314.0);
  const auto record = uncleaned({{100.0, 3}, {114.0, 1}}, 300.0);
  EXPECT_NEAR(ms2_modified_cosine(query, record, k20mDa, Assignment::greedy).score,
              3.0 / std::sqrt(10.0), 1e-12);
}

TEST(Cosine, NeutralLossIgnoresPeaksAboveThePrecursor) {
  const auto a = uncleaned({{100.0, 1}, {310.0, 5}}, 300.0);
  const auto b = uncleaned({{114.0, 1}, {324.0, 5}}, 314.0);
  EXPECT_EQ(ms2_neutral_loss_cosine(a, b, k20mDa).matched_peaks, 1U);
}

TEST(Cosine, EmptySpectraScoreZero) {
  const auto a = prepared(peaks_of({{100.0, 1}}), 300.0);
  for (const auto& score : {ms2_cosine, ms2_modified_cosine, ms2_neutral_loss_cosine}) {
    EXPECT_EQ(score(a, prepared({}, 300.0), k20mDa, Assignment::exact).score, 0.0);
    EXPECT_EQ(score(prepared({}, 300.0), a, k20mDa, Assignment::greedy).score, 0.0);
  }
}

double sum(const std::vector<PossiblePair>& pairs) {
  double total = 0.0;
  for (const PossiblePair& pair : pairs) total += pair.product;
  return total;
}

// Every way of choosing pairs, one peak in at most one.
double best_by_trial(const std::vector<PossiblePair>& pairs, std::size_t from,
                     std::vector<bool>& query, std::vector<bool>& record) {
  if (from == pairs.size()) return 0.0;
  double best = best_by_trial(pairs, from + 1, query, record);
  const PossiblePair& pair = pairs[from];
  if (!query[pair.query] && !record[pair.record]) {
    query[pair.query] = record[pair.record] = true;
    best = std::max(best, pair.product + best_by_trial(pairs, from + 1, query, record));
    query[pair.query] = record[pair.record] = false;
  }
  return best;
}

RC_GTEST_PROP(Cosine, ExactAssignmentIsTheBestOfAllAssignments, ()) {
  std::vector<PossiblePair> pairs;
  const int size = *rc::gen::inRange(0, 12);
  for (int i = 0; i < size; ++i) {
    const auto query = static_cast<std::size_t>(*rc::gen::inRange(0, 5));
    const auto record = static_cast<std::size_t>(*rc::gen::inRange(0, 5));
    const bool is_new = std::none_of(pairs.begin(), pairs.end(), [&](const PossiblePair& pair) {
      return pair.query == query && pair.record == record;
    });
    if (is_new) pairs.push_back({query, record, double(*rc::gen::inRange(1, 100))});
  }
  std::vector<bool> query(5, false);
  std::vector<bool> record(5, false);
  RC_ASSERT(std::abs(sum(assign_exactly(pairs)) - best_by_trial(pairs, 0, query, record)) < 1e-9);
  RC_ASSERT(sum(assign_greedily(pairs)) <= sum(assign_exactly(pairs)) + 1e-9);
  RC_ASSERT(sum(assign_greedily(pairs)) >= 0.5 * sum(assign_exactly(pairs)) - 1e-9);
}

RC_GTEST_PROP(Cosine, StaysInRangeIsSymmetricAndModifiedIsNotBelow, ()) {
  const auto a = prepared(*fragment_peaks(), 70.0);
  const auto b = prepared(*fragment_peaks(), 70.0 + *rc::gen::inRange(0, 3) * 2.5);
  const double ab = ms2_cosine(a, b, k20mDa).score;
  RC_ASSERT(ab >= 0.0 && ab <= 1.0);
  RC_ASSERT(std::abs(ab - ms2_cosine(b, a, k20mDa).score) < 1e-12);
  RC_ASSERT(std::abs(ms2_cosine(a, a, k20mDa).score - 1.0) < 1e-12);
  const double modified = ms2_modified_cosine(a, b, k20mDa).score;
  RC_ASSERT(modified >= ab - 1e-12 && modified <= 1.0);
  RC_ASSERT(std::abs(modified - ms2_modified_cosine(b, a, k20mDa).score) < 1e-12);
}

}  // namespace
}  // namespace basepeak
