#include "gpu/ms2_kernel.cuh"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "engine/search/ms2_postings.h"
#include "gpu/segments.h"
#include "tests/gpu/run_on_host.h"

namespace basepeak {
namespace {

using test::below;

struct Peak {
  std::int64_t mz;
  std::uint16_t id;
  std::uint8_t level;
};

struct QueryPeak {
  std::int64_t mz;
  std::int64_t half;
};

// One block of records and one query, with all that the kernel reads.
struct Bench {
  std::vector<Posting> fragments;
  std::vector<Posting> losses;
  std::vector<std::uint32_t> precursor;
  std::vector<QueryPeak> query;
  std::vector<std::uint16_t> limits;
  Ms2DeviceQuery own;

  std::unique_ptr<Ms2Shared> run(bool uses_fragments, bool uses_losses,
                                 test::InStepOnHost in_step) const {
    Arena arena;
    Ms2BlockPlace block;
    const auto place = [&](const std::vector<Posting>& from) {
      const SortedPostings sorted = sort_postings(from);
      PlacedPostings at;
      if (sorted.postings.empty()) return at;
      at.base_step = sorted.base_step;
      at.postings = arena.append(sorted.postings);
      at.first_in_bin = arena.append(sorted.first_in_bin);
      at.bins = static_cast<std::uint32_t>(sorted.first_in_bin.size() - 1);
      return at;
    };
    block.fragments = place(fragments);
    block.losses = place(losses);
    block.precursor = arena.append(precursor);
    block.records = static_cast<std::uint32_t>(precursor.size());
    std::vector<std::int64_t> mz;
    std::vector<std::int64_t> half;
    for (const QueryPeak& peak : query) {
      mz.push_back(peak.mz);
      half.push_back(peak.half);
    }
    // Copied to where sixteen bytes can be read at once.
    std::vector<Quad> memory(arena.bytes().size() / sizeof(Quad) + 1);
    std::copy(arena.bytes().begin(), arena.bytes().end(),
              reinterpret_cast<unsigned char*>(memory.data()));
    std::uint32_t floor = 1;
    std::uint32_t count = 0;
    std::vector<Nominee> nominees(precursor.size() + 1);
    Ms2Pass pass;
    pass.segment = reinterpret_cast<const unsigned char*>(memory.data());
    pass.blocks = &block;
    pass.block_count = 1;
    pass.queries = &own;
    pass.query_count = 1;
    pass.mz = mz.data();
    pass.half_width = half.data();
    pass.limits = limits.data();
    pass.uses_fragments = uses_fragments;
    pass.uses_losses = uses_losses;
    pass.nominations = {
        &floor, &count, nominees.data(), static_cast<std::uint32_t>(precursor.size()), 0, nullptr};
    auto shared = std::make_unique<Ms2Shared>();
    nominate_ms2(pass, 0, 0, *shared, in_step);
    return shared;
  }

  [[nodiscard]] std::uint32_t sum_of(const Ms2Shared& shared, std::uint32_t id) const {
    return shared.sums[id / 2] >> (id % 2 * 16) & 0xFFFF;
  }

  // Every limit within [low, high] steps of the query's peak, by a loop over all.
  [[nodiscard]] std::vector<std::uint32_t> by_hand(bool uses_fragments, bool uses_losses) const {
    std::vector<std::uint32_t> sums(precursor.size(), 0);
    const auto add = [&](const std::vector<Posting>& from, std::int64_t centre, std::int64_t half,
                         std::size_t peak, bool is_losses) {
      for (const Posting& posting : from) {
        const std::int64_t step = posting.place_udalton >> 8;
        if (step < (centre - half) >> 8 || step > (centre + half) >> 8) continue;
        const std::int64_t record = precursor[posting.id];
        if (is_losses && record >= own.lowest_own && record <= own.highest_own) continue;
        sums[posting.id] += limits[peak * kLevelsOfARow + posting.level];
      }
    };
    for (std::size_t i = 0; i < query.size(); ++i) {
      if (uses_fragments) add(fragments, query[i].mz, query[i].half, i, false);
      if (uses_losses && own.precursor > 0) {
        add(losses, own.precursor - query[i].mz, query[i].half, i, true);
      }
    }
    return sums;
  }
};

Bench random_bench(std::mt19937& random, std::uint32_t records, int query_peaks, int peaks) {
  Bench bench;
  for (std::uint32_t i = 0; i < records; ++i) {
    bench.precursor.push_back(i < records / 5 ? 0 : 100'000'000 + below(random, 40) * 10'000'000);
  }
  std::sort(bench.precursor.begin(), bench.precursor.end());
  // On a grid of half a step: on, beside and beyond the edges of windows.
  const auto place = [&] { return 100'000'000 + std::int64_t{below(random, 40'000)} * 128; };
  for (std::uint32_t id = 0; id < records; ++id) {
    const int own =
        peaks == 0 ? 0 : static_cast<int>(below(random, static_cast<std::uint32_t>(2 * peaks)));
    for (int k = 0; k < own; ++k) {
      const std::int64_t mz = place();
      const auto level = static_cast<std::uint8_t>(below(random, 256));
      bench.fragments.push_back({mz, static_cast<std::uint16_t>(id), level});
      if (bench.precursor[id] > 0) {
        bench.losses.push_back(
            {std::int64_t{bench.precursor[id]} - mz, static_cast<std::uint16_t>(id), level});
      }
    }
  }
  for (int i = 0; i < query_peaks; ++i) {
    bench.query.push_back({place(), static_cast<std::int64_t>(below(random, 20'000))});
    for (std::uint32_t level = 0; level < kLevelsOfARow; ++level) {
      bench.limits.push_back(static_cast<std::uint16_t>(1 + level));
    }
  }
  bench.own.peaks = static_cast<std::uint32_t>(query_peaks);
  bench.own.precursor = below(random, 4) == 0 ? 0 : 100'000'000 + below(random, 40) * 10'000'000;
  bench.own.lowest_precursor = INT64_MIN;
  bench.own.highest_precursor = INT64_MAX;
  if (below(random, 2) == 0) {
    bench.own.lowest_own = bench.own.precursor - 20'000;
    bench.own.highest_own = bench.own.precursor + 20'000;
  }
  return bench;
}

TEST(Ms2Kernel, SumsTheLimitsThatALoopOverAllPeaksSums) {
  std::mt19937 random(41);
  int cases = 0;
  for (const std::uint32_t records : {1U, 2U, 33U, 1'000U, 32'768U}) {
    for (const int query_peaks : {0, 1, 20, 127, 128, 129, 300}) {
      for (const auto& [fragments, losses] :
           {std::pair(true, false), std::pair(false, true), std::pair(true, true)}) {
        const int peaks = records > 10'000 ? 1 : static_cast<int>(below(random, 12));
        const Bench bench = random_bench(random, records, query_peaks, peaks);
        const auto shared =
            bench.run(fragments, losses, {kWarp * (1 + below(random, 16)), below(random, 64)});
        const std::vector<std::uint32_t> expected = bench.by_hand(fragments, losses);
        for (std::uint32_t id = 0; id < records; ++id) {
          ASSERT_LE(expected[id], kHighestKey) << "the bench, not the kernel";
          ASSERT_EQ(bench.sum_of(*shared, id), expected[id])
              << records << " records, " << query_peaks << " peaks, record " << id;
        }
        ++cases;
      }
    }
  }
  EXPECT_EQ(cases, 105);
}

// Two sums share a word: one at its most must not reach into the other.
TEST(Ms2Kernel, KeepsTheSumsOfAWordApartUpToTheHighestKey) {
  Bench bench;
  bench.precursor = {0, 0, 0};
  bench.fragments = {
      {200'000'000, 0, 255}, {200'000'000, 0, 255}, {200'000'000, 1, 1}, {200'000'000, 2, 255}};
  bench.query = {{200'000'000, 20'000}};
  bench.limits.assign(kLevelsOfARow, 1);
  bench.limits[255] = 32'767;
  bench.own.peaks = 1;
  bench.own.lowest_precursor = INT64_MIN;
  bench.own.highest_precursor = INT64_MAX;
  const auto shared = bench.run(true, false, {});
  EXPECT_EQ(bench.sum_of(*shared, 0), 65'534U);
  EXPECT_EQ(bench.sum_of(*shared, 1), 1U);
  EXPECT_EQ(bench.sum_of(*shared, 2), 32'767U);
}

TEST(Ms2Kernel, ComparesWithRecordsOfTheWindowOnly) {
  std::mt19937 random(43);
  Bench bench = random_bench(random, 200, 10, 8);
  bench.own.lowest_precursor = 200'000'000;
  bench.own.highest_precursor = 250'000'000;
  const auto shared = bench.run(true, false, {});
  const auto is_in = [&](std::uint32_t id) {
    return bench.precursor[id] >= 200'000'000 && bench.precursor[id] <= 250'000'000;
  };
  for (std::uint32_t id = 0; id < 200; ++id) {
    EXPECT_EQ(id >= shared->begin && id < shared->end, is_in(id)) << id;
  }
}

}  // namespace
}  // namespace basepeak
