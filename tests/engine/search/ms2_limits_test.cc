#include "engine/search/ms2_limits.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/engine/search/ms2_cases.h"

namespace basepeak {
namespace {

// The records as one block, and the query against it.
TEST(LimitsByMz, SumsAreNeverBelowTheScoreAndZeroWithoutAnyPeakNearby) {
  std::size_t zeros = 0;
  for (const Score score : {Score::ms2_entropy, Score::ms2_cosine, Score::ms2_cosine_greedy}) {
    const Ms2Case data = random_case(41, 400);
    const SearchSettings settings = settings_of(score);
    Ms2BlockArrays arrays;
    std::vector<PreparedSpectrum> records;
    for (std::uint32_t i = 0; i < data.library.size(); ++i) {
      if (data.library.precursor_mz(i) > 4000.0) continue;  // odd
      records.push_back(prepare_record(data.library, i, settings));
      Ms2IndexedRecord indexed = ms2_indexed(data.library, 0, records.back());
      arrays.add(indexed, score);
    }
    arrays.finish();
    const Ms2Block block = arrays.view(0);
    LimitsByMz limits;
    std::vector<std::uint16_t> sums(records.size() - 5);
    for (const Query& query : data.queries) {
      const PreparedSpectrum prepared = prepare_query(query, settings);
      if (prepared.peaks.weight.empty()) continue;
      const ContributionTables tables(
          prepared.peaks.weight, is_cosine(score) ? Contribution::product : Contribution::entropy,
          arrays.largest_total(), 2);
      ASSERT_TRUE(tables.is_usable());
      const std::vector<std::int64_t> half_widths(prepared.peaks.weight.size(), 20'000);
      ASSERT_TRUE(limits.set(prepared.peaks.mz_udalton, half_widths, tables));
      limits.sum(block, 5, sums);
      for (std::size_t k = 0; k < sums.size(); ++k) {
        const double exact = compare(prepared, records[k + 5], settings).score;
        ASSERT_TRUE(exact == 0.0 || sums[k] >= tables.least_sum(exact)) << k;
        if (sums[k] == 0) ++zeros;
      }
    }
  }
  EXPECT_GT(zeros, 0U);
}

TEST(LimitsByMz, TakesTheLargerLimitWhereTwoWindowsMeet) {
  Ms2BlockArrays arrays;
  arrays.add({0, 0, {100'045'000}, {200}}, Score::ms2_entropy);
  arrays.finish();
  const std::vector<double> weights = {0.1, 0.9};
  const ContributionTables tables(weights, Contribution::entropy, 1.0, 2);
  const std::vector<std::int64_t> mz = {100'000'000, 100'090'000};
  const std::vector<std::int64_t> wide = {45'000, 45'000};
  LimitsByMz limits;
  ASSERT_TRUE(limits.set(mz, wide, tables));
  std::vector<std::uint16_t> sums(1);
  limits.sum(arrays.view(0), 0, sums);
  EXPECT_EQ(sums[0], std::max(tables.limit(0)[200], tables.limit(1)[200]));
}

TEST(LimitsByMz, LeavesTooWideWindowsAndTooManyPeaksToOthers) {
  const ContributionTables tables(std::vector<double>(300, 1.0 / 300), Contribution::entropy, 1.0,
                                  2);
  LimitsByMz limits;
  const std::vector<std::int64_t> one = {500'000'000};
  EXPECT_FALSE(limits.set(one, std::vector<std::int64_t>{1'000'000}, tables));
  std::vector<std::int64_t> many;
  for (std::int64_t i = 0; i < 300; ++i) many.push_back(100'000'000 + i * 100'000);
  EXPECT_FALSE(limits.set(many, std::vector<std::int64_t>(300, 20'000), tables));
  // What was set before is forgotten.
  EXPECT_TRUE(limits.set(one, std::vector<std::int64_t>{20'000}, tables));
  Ms2BlockArrays arrays;
  arrays.add({0, 0, {100'000'000}, {255}}, Score::ms2_entropy);
  arrays.finish();
  std::vector<std::uint16_t> sums(1);
  limits.sum(arrays.view(0), 0, sums);
  EXPECT_EQ(sums[0], 0);
}

}  // namespace
}  // namespace basepeak
