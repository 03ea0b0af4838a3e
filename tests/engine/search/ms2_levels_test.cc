#include "engine/search/ms2_levels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/search/kernels.h"

namespace basepeak {
namespace {

double entropy_term(double a, double b) {
  return 0.5 * ((a + b) * std::log2(a + b) - a * std::log2(a) - b * std::log2(b));
}

std::vector<double> random_weights(std::mt19937& random, std::size_t count) {
  std::vector<double> weights(count);
  for (double& w : weights) {
    w = std::exp2(-14.0 * std::uniform_real_distribution<double>(0.0, 1.0)(random));
  }
  return weights;
}

TEST(Ms2Levels, ALevelIsTheLowestNotBelowItsWeight) {
  std::mt19937 random(1);
  std::vector<double> weights = random_weights(random, 100'000);
  for (std::size_t level = 0; level < kLevels; ++level) {
    const double value = level_value(static_cast<std::uint8_t>(level));
    weights.insert(weights.end(), {value, std::nextafter(value, 0.0), std::nextafter(value, 2.0)});
  }
  weights.insert(weights.end(), {0.0, 1e-300, 1.0});
  for (const double weight : weights) {
    if (weight > level_value(255)) continue;
    const std::uint8_t level = level_of(weight);
    ASSERT_GE(level_value(level), weight);
    if (level == 0) continue;
    ASSERT_LT(level_value(static_cast<std::uint8_t>(level - 1)), weight);
  }
}

TEST(Ms2Levels, ALimitIsNeverBelowWhatThePairAdds) {
  std::mt19937 random(2);
  for (const Contribution contribution : {Contribution::entropy, Contribution::product}) {
    std::vector<double> query = random_weights(random, 300);
    query.push_back(1.0);
    const ContributionTables tables(query, contribution, 1.0, 1);
    ASSERT_TRUE(tables.is_usable());
    for (std::size_t i = 0; i < query.size(); ++i) {
      for (const double weight : random_weights(random, 300)) {
        const double added = contribution == Contribution::entropy ? entropy_term(query[i], weight)
                                                                   : query[i] * weight;
        ASSERT_GE(tables.limit(i)[level_of(weight)], tables.scale() * added);
      }
    }
  }
}

TEST(Ms2Levels, LimitsOfAWholeSpectrumFitSixteenBitsAndAreClose) {
  std::mt19937 random(3);
  for (const std::size_t size : {1U, 2U, 20U, 1000U}) {
    std::vector<double> weights = random_weights(random, size);
    double sum = 0.0;
    for (const double w : weights) sum += w;
    double record_total = 0.0;
    for (double& w : weights) record_total += level_value(level_of(w /= sum));
    const ContributionTables tables(weights, Contribution::entropy, record_total, 4);
    ASSERT_TRUE(tables.is_usable());
    double itself = 0.0;
    for (std::size_t i = 0; i < size; ++i) itself += tables.limit(i)[level_of(weights[i])];
    EXPECT_LE(4.0 * itself, 65'535.0);
    EXPECT_GE(itself, tables.least_sum(1.0));
    EXPECT_LE(itself, 1.25 * tables.scale() + static_cast<double>(size));
  }
}

TEST(Ms2Levels, TooManyPeaksHaveNoLimits) {
  const ContributionTables tables(std::vector<double>(60'000, 1.0 / 60'000), Contribution::entropy,
                                  1.0, 2);
  EXPECT_FALSE(tables.is_usable());
}

TEST(Kernels, FindExactlyTheSumsInRange) {
  std::mt19937 random(4);
  for (const std::size_t size : {0U, 1U, 31U, 32U, 129U, 5000U}) {
    std::vector<std::uint16_t> sums(size);
    for (auto& sum : sums) sum = static_cast<std::uint16_t>(random() % 7 == 0 ? random() : 0);
    for (const std::uint16_t least : std::vector<std::uint16_t>{1, 1000, 40'000, 65'535}) {
      std::vector<std::uint32_t> expected;
      for (std::uint32_t i = 0; i < size; ++i) {
        if (sums[i] >= least && sums[i] <= 60'000) expected.push_back(i);
      }
      std::vector<std::uint32_t> found(size);
      found.resize(find_sums(sums, least, 60'000, found.data()));
      EXPECT_EQ(found, expected);
    }
    EXPECT_EQ(largest(sums), size == 0 ? 0 : *std::max_element(sums.begin(), sums.end()));
  }
}

}  // namespace
}  // namespace basepeak
