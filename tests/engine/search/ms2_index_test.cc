#include "engine/search/ms2_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "engine/search/prepared.h"
#include "engine/search/search.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {
namespace {

constexpr Score kScores[] = {Score::ms2_entropy, Score::ms2_cosine, Score::ms2_hybrid_entropy,
                             Score::ms2_neutral_loss_entropy, Score::ms2_modified_cosine};

// Peaks on a grid that puts many pairs on, just inside and just outside a tolerance of 20 mDa.
Peaks random_peaks(std::mt19937& random) {
  std::uniform_int_distribution<int> place(0, 3000);
  std::uniform_int_distribution<int> nudge(-1, 1);
  std::exponential_distribution<double> intensity(1.0);
  const int count = std::uniform_int_distribution<int>(0, 30)(random);
  PeakList list;
  for (int i = 0; i < count; ++i) {
    list.emplace_back(60.0 + 0.02 * place(random) + 1e-6 * nudge(random),
                      1.0 + 1000.0 * intensity(random));
  }
  return peaks_of(list);
}

// Precursors on a grid, too; some are missing, some absurd. Copies and near copies give ties.
std::vector<LibraryRecord> random_records(std::mt19937& random, int count) {
  std::vector<LibraryRecord> records;
  for (int i = 0; i < count; ++i) {
    Peaks peaks =
        i % 4 == 3 ? records[static_cast<std::size_t>(i) / 2].peaks : random_peaks(random);
    std::optional<double> precursor = 110.0 + 0.02 * static_cast<double>(random() % 600);
    if (i % 9 == 0) precursor.reset();
    if (i % 50 == 7) precursor = 1e-9;
    if (i % 50 == 8) precursor = 5e6;
    records.push_back(
        record_of("r" + std::to_string(i), std::move(peaks), Ionisation::esi, precursor));
  }
  return records;
}

std::vector<Query> random_queries(std::mt19937& random, const std::vector<LibraryRecord>& records,
                                  int count) {
  std::vector<Query> queries;
  for (int i = 0; i < count; ++i) {
    Query query;
    const LibraryRecord& record = records[random() % records.size()];
    query.peaks = i % 3 == 0 ? record.peaks : random_peaks(random);
    query.acquisition.precursor_mz = i % 2 == 0
                                         ? record.acquisition.precursor_mz
                                         : 110.0 + 0.02 * static_cast<double>(random() % 600);
    if (i % 10 == 9) query.acquisition.precursor_mz.reset();
    queries.push_back(std::move(query));
  }
  queries.push_back({});  // no peaks at all
  return queries;
}

// All records with a score above 0, best first, by the definition alone.
std::vector<std::pair<double, std::uint32_t>> scanned(const Query& query, const Library& library,
                                                      const SearchSettings& settings) {
  const PreparedSpectrum prepared = prepare_query(query, settings);
  const auto window = precursor_window(query, settings);
  std::vector<std::pair<double, std::uint32_t>> found;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    const std::int64_t precursor = to_udalton(library.precursor_mz(i));
    if (window && (precursor < window->first || precursor > window->second)) continue;
    const double score = compare(prepared, prepare_record(library, i, settings), settings).score;
    if (score > 0.0 && score >= settings.threshold) found.emplace_back(-score, i);
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Every record as good as the wanted-th best is proposed, with its score, and no other.
void expect_the_scan(const std::vector<Query>& queries, const Library& library,
                     const SearchSettings& settings, std::size_t wanted,
                     std::size_t block_records = 150) {
  const Ms2Index index(library, settings, 2, block_records);
  auto proposals = index.propose(queries, settings, wanted);
  for (std::size_t q = 0; q < queries.size(); ++q) {
    auto expected = scanned(queries[q], library, settings);
    if (wanted > 0 && expected.size() > wanted) {
      const double least = expected[wanted - 1].first;
      std::erase_if(expected, [&](const auto& entry) { return entry.first > least; });
    }
    auto& proposed = proposals[q];
    ASSERT_EQ(proposed.size(), expected.size()) << name(settings.score) << " query " << q;
    std::sort(proposed.begin(), proposed.end(), [](const Candidate& a, const Candidate& b) {
      return std::tuple(-a.score, a.record) < std::tuple(-b.score, b.record);
    });
    std::vector<std::uint32_t> ids;
    for (const Candidate& candidate : proposed) ids.push_back(candidate.record);
    std::sort(ids.begin(), ids.end());
    std::vector<std::uint32_t> expected_ids;
    for (const auto& [score, record] : expected) expected_ids.push_back(record);
    std::sort(expected_ids.begin(), expected_ids.end());
    EXPECT_EQ(ids, expected_ids) << name(settings.score) << " query " << q;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(proposed[i].score, static_cast<float>(-expected[i].first));
    }
  }
}

struct Case {
  std::vector<LibraryRecord> records;
  Library library;
  std::vector<Query> queries;
};

Case random_case(unsigned seed, int size) {
  std::mt19937 random(seed);
  std::vector<LibraryRecord> records = random_records(random, size);
  std::vector<Query> queries = random_queries(random, records, 40);
  Library library = library_of(records);
  return {std::move(records), std::move(library), std::move(queries)};
}

SearchSettings settings_of(Score score, Tolerance tolerance = Tolerance::da(0.02)) {
  SearchSettings settings;
  settings.score = score;
  settings.peak_tolerance = tolerance;
  return settings;
}

class Ms2IndexTest : public ::testing::TestWithParam<Score> {};

TEST_P(Ms2IndexTest, ProposesWhatAScanFinds) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const Case data = random_case(seed, 500);
    for (const std::size_t wanted : {1, 10}) {
      expect_the_scan(data.queries, data.library, settings_of(GetParam()), wanted);
    }
  }
}

TEST_P(Ms2IndexTest, ProposesAllWhenAllOrMoreThanAllAreWanted) {
  const Case data = random_case(5, 300);
  for (const std::size_t wanted : {std::size_t{0}, std::size_t{300}, std::size_t{100'000}}) {
    expect_the_scan(data.queries, data.library, settings_of(GetParam()), wanted);
  }
}

TEST_P(Ms2IndexTest, KeepsToThresholdAndPrecursorWindow) {
  const Case data = random_case(6, 600);
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

TEST_P(Ms2IndexTest, KeepsToAWindowOfManyRecordsInLargeBlocks) {
  const Case data = random_case(10, 1600);
  SearchSettings settings = settings_of(GetParam());
  settings.precursor_tolerance = Tolerance::da(5.0);
  expect_the_scan(data.queries, data.library, settings, 5, 800);
}

TEST_P(Ms2IndexTest, HoldsForEveryTolerance) {
  const Case data = random_case(7, 400);
  for (const Tolerance tolerance : {Tolerance::da(0.5), Tolerance::da(1e-6), Tolerance::ppm(10),
                                    Tolerance::ppm(3000), Tolerance::ppm(400'000)}) {
    SearchSettings settings = settings_of(GetParam(), tolerance);
    expect_the_scan(data.queries, data.library, settings, 10);
    settings.keep_precursor_peaks = true;
    settings.linear_intensity = true;
    expect_the_scan(data.queries, data.library, settings, 10);
  }
}

TEST_P(Ms2IndexTest, AnswersAlikeOnOneThreadAndOnTwo) {
  const Case data = random_case(8, 500);
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
  const Case data = random_case(9, 200);
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
