#include "engine/search/ms2_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "engine/search/prepared.h"
#include "engine/search/search.h"
#include "tests/engine/search/ms2_cases.h"

namespace basepeak {
namespace {

constexpr Score kScores[] = {Score::ms2_entropy,
                             Score::ms2_cosine,
                             Score::ms2_hybrid_entropy,
                             Score::ms2_neutral_loss_entropy,
                             Score::ms2_modified_cosine,
                             Score::ms2_cosine_greedy,
                             Score::ms2_modified_cosine_greedy,
                             Score::ms2_neutral_loss_cosine};

void expect_the_scan(const std::vector<Query>& queries, const Library& library,
                     const SearchSettings& settings, std::size_t wanted,
                     std::size_t block_records = 150) {
  expect_the_scan(Ms2Index(library, settings, 2, block_records), queries, library, settings,
                  wanted);
}

class Ms2IndexTest : public ::testing::TestWithParam<Score> {};

TEST_P(Ms2IndexTest, ProposesWhatAScanFinds) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Ms2Case data = random_case(seed, 500);
    for (const std::size_t wanted : {1, 10}) {
      expect_the_scan(data.queries, data.library, settings_of(GetParam()), wanted);
    }
  }
}

TEST_P(Ms2IndexTest, ProposesAllWhenAllOrMoreThanAllAreWanted) {
  const Ms2Case data = random_case(5, 300);
  for (const std::size_t wanted : {std::size_t{0}, std::size_t{300}, std::size_t{100'000}}) {
    expect_the_scan(data.queries, data.library, settings_of(GetParam()), wanted);
  }
}

TEST_P(Ms2IndexTest, KeepsToThresholdAndPrecursorWindow) {
  const Ms2Case data = random_case(6, 600);
  SearchSettings settings = settings_of(GetParam());
  settings.threshold = 0.3;
  expect_the_scan(data.queries, data.library, settings, 5);
  settings.precursor_tolerance = Tolerance::da(0.02);
  expect_the_scan(data.queries, data.library, settings, 5);
  settings.precursor_tolerance = Tolerance::da(3.0);
  expect_the_scan(data.queries, data.library, settings, 5);
  settings.precursor_tolerance = Tolerance::da(500.0);  // admits records without a precursor
  expect_the_scan(data.queries, data.library, settings, 5);
}

TEST_P(Ms2IndexTest, ProposesTheBestOfTheAdmittedRecords) {
  const Ms2Case data = random_case(12, 900);
  for (const std::uint32_t step : {2U, 3U, 40U, 899U}) {
    SearchSettings settings = settings_of(GetParam());
    settings.admitted = some_admitted(data.library, step);
    for (const std::size_t wanted : {1, 10}) {
      expect_the_scan(data.queries, data.library, settings, wanted, 300);
    }
    settings.threshold = 0.2;
    settings.precursor_tolerance = Tolerance::da(3.0);
    expect_the_scan(data.queries, data.library, settings, 5, 300);
  }
}

TEST_P(Ms2IndexTest, KeepsToAWindowOfManyRecordsInLargeBlocks) {
  const Ms2Case data = random_case(10, 1600);
  SearchSettings settings = settings_of(GetParam());
  settings.precursor_tolerance = Tolerance::da(5.0);
  expect_the_scan(data.queries, data.library, settings, 5, 800);
}

TEST_P(Ms2IndexTest, HoldsForEveryTolerance) {
  const Ms2Case data = random_case(7, 400);
  for (const Tolerance tolerance : {Tolerance::da(0.5), Tolerance::da(1e-6), Tolerance::ppm(10),
                                    Tolerance::ppm(3000), Tolerance::ppm(400'000)}) {
    SearchSettings settings = settings_of(GetParam(), tolerance);
    expect_the_scan(data.queries, data.library, settings, 10);
    settings.keep_precursor_peaks = true;
    settings.linear_intensity = true;
    expect_the_scan(data.queries, data.library, settings, 10);
  }
}

TEST_P(Ms2IndexTest, ProposesTheSameWhereBlocksAreBuiltForEveryCall) {
  const Ms2Case data = random_case(11, 500);
  SearchSettings settings = settings_of(GetParam());
  const Ms2Index index(data.library, settings, 1, 60, 100);
  for (const std::size_t wanted : {std::size_t{0}, std::size_t{10}}) {
    expect_the_scan(index, data.queries, data.library, settings, wanted);
  }
  settings.precursor_tolerance = Tolerance::da(0.1);
  expect_the_scan(index, data.queries, data.library, settings, 5);
}

TEST_P(Ms2IndexTest, AnswersAlikeOnOneThreadAndOnTwo) {
  const Ms2Case data = random_case(8, 500);
  SearchSettings settings = settings_of(GetParam());
  const auto backend = make_cpu_backend(data.library);
  const auto one = search(data.queries, data.library, *backend, settings, 1);
  const auto two = search(data.queries, data.library, *backend, settings, 2);
  for (std::size_t q = 0; q < data.queries.size(); ++q) {
    ASSERT_EQ(one[q].hits.size(), two[q].hits.size());
    for (std::size_t i = 0; i < one[q].hits.size(); ++i) {
      EXPECT_EQ(one[q].hits[i].record, two[q].hits[i].record);
      EXPECT_EQ(one[q].hits[i].score, two[q].hits[i].score);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, Ms2IndexTest, ::testing::ValuesIn(kScores), [](const auto& test) {
  std::string text = name(test.param);
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
});

TEST(Ms2Index, FindsNothingInAnEmptyLibrary) {
  const Library library = library_of({});
  const SearchSettings settings = settings_of(Score::ms2_entropy);
  const Ms2Index index(library, settings, 2);
  const std::vector<Query> queries(2);
  EXPECT_THAT(index.propose(queries, settings, 10), ::testing::Each(::testing::IsEmpty()));
}

TEST(Ms2Index, LendsRecordsAsPreparationMakesThem) {
  const Ms2Case data = random_case(9, 200);
  const SearchSettings settings = settings_of(Score::ms2_cosine);
  const Ms2Index index(data.library, settings, 1);
  PreparedSpectrum lent;
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < data.library.size(); ++i) {
    if (!index.copy(i, lent)) continue;
    ++count;
    const PreparedSpectrum prepared = prepare_record(data.library, i, settings);
    EXPECT_EQ(lent.peaks.mz_udalton, prepared.peaks.mz_udalton);
    EXPECT_EQ(lent.peaks.weight, prepared.peaks.weight);
    EXPECT_EQ(lent.peaks.precursor_udalton, prepared.peaks.precursor_udalton);
    EXPECT_EQ(lent.all_above_precursor, prepared.all_above_precursor);
  }
  EXPECT_EQ(count, 192U);  // all but those of absurd precursor
}

}  // namespace
}  // namespace basepeak
