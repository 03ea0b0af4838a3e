#pragma once

#include "gpu/both_sides.cuh"
#include "gpu/passes.h"
#include "gpu/select_kernel.cuh"

namespace basepeak {

// One block of threads forms, for one query and one block of records, the sum of limits of every
// record: what each of its peaks can add at most to the score. The limits are scaled so that no sum
// passes 16 bits (ContributionTables), and two sums share a word of the fast memory.

inline constexpr std::uint32_t kMs2BlockRecords = 32'768;
inline constexpr std::uint32_t kMs2Threads = 512;
inline constexpr std::uint32_t kMs2Lists = 128;  // found at once
inline constexpr std::uint32_t kLevelsOfARow = 256;
inline constexpr std::uint32_t kPostingsOfAWarp = 4 * kWarp;

// A stretch of postings near one query peak.
struct PostingList {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t peak = 0;
  std::uint32_t is_losses = 0;
};

struct Ms2Shared {
  SelectShared select;
  PostingList lists[kMs2Lists];
  std::uint32_t own_begin;  // ids that losses are not counted for
  std::uint32_t own_end;
  std::uint32_t begin;  // ids that the query is compared with
  std::uint32_t end;
  alignas(16) std::uint32_t sums[kMs2BlockRecords / 2];
};

template <typename T>
BASEPEAK_BOTH_SIDES const T* placed(const unsigned char* segment, std::uint64_t bytes) {
  return reinterpret_cast<const T*>(segment + bytes);
}

// As Postings::first_from.
BASEPEAK_BOTH_SIDES std::uint32_t first_posting(const unsigned char* segment,
                                                const PlacedPostings& at, std::int64_t step) {
  const std::uint32_t* const bins = placed<std::uint32_t>(segment, at.first_in_bin);
  if (step <= at.base_step) return 0;
  const std::uint64_t place = static_cast<std::uint64_t>(step - at.base_step);
  const std::uint64_t bin = place >> 8;
  if (bin >= at.bins) return bins[at.bins];
  const std::uint32_t digit = static_cast<std::uint32_t>(place & 0xFF) << 24;
  const std::uint32_t* const postings = placed<std::uint32_t>(segment, at.postings);
  std::uint32_t begin = bins[bin];
  std::uint32_t end = bins[bin + 1];
  while (begin < end) {
    const std::uint32_t middle = begin + (end - begin) / 2;
    if (postings[middle] < digit) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

// The first id whose precursor is not below, or, for `is_past`, above `wanted`.
BASEPEAK_BOTH_SIDES std::uint32_t first_id(const std::uint32_t* precursor, std::uint32_t records,
                                           std::int64_t wanted, bool is_past) {
  std::uint32_t begin = 0;
  std::uint32_t end = records;
  while (begin < end) {
    const std::uint32_t middle = begin + (end - begin) / 2;
    const std::int64_t here = precursor[middle];
    if (is_past ? here <= wanted : here < wanted) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

BASEPEAK_BOTH_SIDES void start_ms2(const Ms2Pass& pass, std::uint32_t block, std::uint32_t query,
                                   Lane lane, Ms2Shared& shared) {
  start_selection(pass.nominations, query, lane, shared.select);
  const Ms2BlockPlace& place = pass.blocks[block];
  const Ms2DeviceQuery& own = pass.queries[query];
  Quad* const quads = reinterpret_cast<Quad*>(shared.sums);
  for (std::uint32_t i = lane.thread; i < (place.records + 7) / 8; i += lane.threads) {
    quads[i] = Quad{};
  }
  const std::uint32_t* const precursor = placed<std::uint32_t>(pass.segment, place.precursor);
  const auto find = [&](std::int64_t wanted, bool is_past) {
    return first_id(precursor, place.records, wanted, is_past);
  };
  if (lane.thread == 0) shared.begin = find(own.lowest_precursor, false);
  if (lane.thread == 1) shared.end = find(own.highest_precursor, true);
  if (lane.thread == 2) shared.own_begin = find(own.lowest_own, false);
  if (lane.thread == 3) shared.own_end = find(own.highest_own, true);
}

// How many lists a query has: one or two for each peak.
BASEPEAK_BOTH_SIDES std::uint32_t ms2_lists(const Ms2Pass& pass, std::uint32_t query) {
  const Ms2DeviceQuery& own = pass.queries[query];
  const bool has_losses = pass.uses_losses && own.precursor > 0;
  return own.peaks *
         (static_cast<std::uint32_t>(pass.uses_fragments) + static_cast<std::uint32_t>(has_losses));
}

// Finds lists [first, first + kMs2Lists), fragments before losses.
BASEPEAK_BOTH_SIDES void find_lists(const Ms2Pass& pass, std::uint32_t block, std::uint32_t query,
                                    std::uint32_t first, Lane lane, Ms2Shared& shared) {
  const Ms2DeviceQuery& own = pass.queries[query];
  const std::uint32_t lists = ms2_lists(pass, query);
  for (std::uint32_t i = lane.thread; i < kMs2Lists; i += lane.threads) {
    PostingList list;
    if (first + i < lists) {
      const bool is_losses = !pass.uses_fragments || first + i >= own.peaks;
      list.peak = own.first_peak + (first + i) % own.peaks;
      list.is_losses = is_losses ? 1 : 0;
      const PlacedPostings& at =
          is_losses ? pass.blocks[block].losses : pass.blocks[block].fragments;
      const std::int64_t mz = pass.mz[list.peak];
      const std::int64_t centre = is_losses ? own.precursor - mz : mz;
      const std::int64_t half = pass.half_width[list.peak];
      if (at.bins > 0) {
        list.begin = first_posting(pass.segment, at, (centre - half) >> 8);
        list.end = first_posting(pass.segment, at, ((centre + half) >> 8) + 1);
      }
    }
    shared.lists[i] = list;
  }
}

// Adds the limits of all lists found. Stretches of 128 postings go to the warps in turn, over the
// ends of lists, so that short lists leave none idle.
BASEPEAK_BOTH_SIDES void add_limits(const Ms2Pass& pass, std::uint32_t block, Lane lane,
                                    Ms2Shared& shared) {
  const std::uint32_t warps = lane.threads / kWarp;
  const std::uint32_t warp = lane.thread / kWarp;
  std::uint32_t stretches = 0;  // before this list
  for (std::uint32_t i = 0; i < kMs2Lists; ++i) {
    const PostingList list = shared.lists[i];
    if (list.begin >= list.end) continue;
    const PlacedPostings& at =
        list.is_losses != 0 ? pass.blocks[block].losses : pass.blocks[block].fragments;
    const Quad* const quads = placed<Quad>(pass.segment, at.postings);
    const std::uint16_t* const row = pass.limits + std::uint64_t{list.peak} * kLevelsOfARow;
    const std::uint32_t aligned = list.begin & ~3U;
    const std::uint32_t count = (list.end - aligned + kPostingsOfAWarp - 1) / kPostingsOfAWarp;
    for (std::uint32_t s = (warp + warps - stretches % warps) % warps; s < count; s += warps) {
      const std::uint32_t first = aligned + s * kPostingsOfAWarp + 4 * (lane.thread % kWarp);
      if (first >= list.end) continue;
      const Quad quad = quads[first / 4];
      for (std::uint32_t k = 0; k < 4; ++k) {
        if (first + k < list.begin || first + k >= list.end) continue;
        const std::uint32_t id = quad.word[k] >> 8 & 0xFFFF;
        if (list.is_losses != 0 && id >= shared.own_begin && id < shared.own_end) continue;
        add_atomically(&shared.sums[id / 2],
                       std::uint32_t{row[quad.word[k] & 0xFF]} << (id % 2 * 16));
      }
    }
    stretches += count;
  }
}

BASEPEAK_BOTH_SIDES KeyRange ms2_keys(const Ms2Pass& pass, std::uint32_t block,
                                      const Ms2Shared& shared) {
  return {shared.sums, pass.blocks[block].first_position, shared.begin, shared.end};
}

// The whole of it. `in_step(phase)` runs phase(lane) for every thread and waits for all.
template <typename InStep>
BASEPEAK_BOTH_SIDES void nominate_ms2(const Ms2Pass& pass, std::uint32_t block, std::uint32_t query,
                                      Ms2Shared& shared, const InStep& in_step) {
  in_step([&](Lane lane) { start_ms2(pass, block, query, lane, shared); });
  if (shared.begin >= shared.end) return;
  const std::uint32_t lists = ms2_lists(pass, query);
  for (std::uint32_t first = 0; first < lists; first += kMs2Lists) {
    in_step([&](Lane lane) { find_lists(pass, block, query, first, lane, shared); });
    in_step([&](Lane lane) { add_limits(pass, block, lane, shared); });
  }
  finish_selection(pass.nominations, query, ms2_keys(pass, block, shared), shared.select, in_step);
}

}  // namespace basepeak
