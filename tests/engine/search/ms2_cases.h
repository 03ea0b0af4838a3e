#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/search/ms2_index.h"
#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "tests/engine/search/library_of.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {

// Peaks on a grid that puts many pairs on, just inside and just outside a tolerance of 20 mDa.
inline Peaks random_peaks(std::mt19937& random) {
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
inline std::vector<LibraryRecord> random_records(std::mt19937& random, int count) {
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

inline std::vector<Query> random_queries(std::mt19937& random,
                                         const std::vector<LibraryRecord>& records, int count) {
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
inline std::vector<std::pair<double, std::uint32_t>> scanned(const Query& query,
                                                             const Library& library,
                                                             const SearchSettings& settings) {
  const PreparedSpectrum prepared = prepare_query(query, settings);
  const auto window = precursor_window(query, settings);
  std::vector<std::pair<double, std::uint32_t>> found;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    const std::int64_t precursor = to_udalton(library.precursor_mz(i));
    if (window && (precursor < window->first || precursor > window->second)) continue;
    if (settings.admitted && !settings.admitted->contains(i)) continue;
    const double score = compare(prepared, prepare_record(library, i, settings), settings).score;
    if (score > 0.0 && score >= settings.threshold) found.emplace_back(-score, i);
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Every record as good as the wanted-th best is proposed, with its score, and no other.
inline void expect_the_scan(const Ms2Index& index, const std::vector<Query>& queries,
                            const Library& library, const SearchSettings& settings,
                            std::size_t wanted) {
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

struct Ms2Case {
  std::vector<LibraryRecord> records;
  Library library;
  std::vector<Query> queries;
};

inline Ms2Case random_case(unsigned seed, int size) {
  std::mt19937 random(seed);
  std::vector<LibraryRecord> records = random_records(random, size);
  std::vector<Query> queries = random_queries(random, records, 40);
  Library library = library_of(records);
  return {std::move(records), std::move(library), std::move(queries)};
}

// Some records by number, no two settings the same: every `step`-th and what lies near it.
inline std::shared_ptr<const AdmittedRecords> some_admitted(const Library& library,
                                                            std::uint32_t step) {
  return std::make_shared<const AdmittedRecords>(
      library,
      RecordFilter{{"--some",
                    [step](const Library&, std::uint32_t record) { return record * 7 % step < 2; },
                    [](const Library&, std::uint32_t) { return std::string(); }}});
}

inline SearchSettings settings_of(Score score, Tolerance tolerance = Tolerance::da(0.02)) {
  SearchSettings settings;
  settings.score = score;
  settings.peak_tolerance = tolerance;
  return settings;
}

}  // namespace basepeak
