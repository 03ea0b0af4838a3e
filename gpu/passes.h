#pragma once

#include <cstdint>

namespace basepeak {

// What one launch works on: plain arrays in the device's memory and counts. Every pass gives each
// record of a segment a key for each query, a 16-bit number that never lies below what the record's
// score asks for, and nominates the records with high keys.

inline constexpr std::uint32_t kHighestKey = 65'535;

// A record's place in the layout and its key.
struct Nominee {
  std::uint32_t position = 0;
  std::uint32_t key = 0;
};

// Where nominees go. By query, all but the settings.
struct Nominations {
  // In: keys below are not wanted, at least 1. Out: every record with a key of at least this was
  // nominated, unless `count` passed `slots`.
  std::uint32_t* floor = nullptr;
  std::uint32_t* count = nullptr;  // of nominees, those that found no slot included
  Nominee* nominee = nullptr;      // `slots` for each query
  std::uint32_t slots = 0;
  // Floors rise to where so many records of one block lie above; 0: they stay.
  std::uint32_t raise_at = 0;
  // A bit for each position; null admits all.
  const std::uint32_t* admitted = nullptr;
};

// Postings of one block, as SortedPostings; in bytes from the segment's start.
struct PlacedPostings {
  std::int64_t base_step = 0;
  std::uint64_t postings = 0;
  std::uint64_t first_in_bin = 0;
  std::uint32_t bins = 0;  // 0 for no postings
};

struct Ms2BlockPlace {
  PlacedPostings fragments;
  PlacedPostings losses;
  std::uint64_t precursor = 0;  // in bytes; microdaltons, ascending
  std::uint32_t records = 0;
  std::uint32_t first_position = 0;
};

struct Ms2DeviceQuery {
  std::uint32_t first_peak = 0;
  std::uint32_t peaks = 0;
  std::int64_t precursor = 0;         // microdaltons; 0 for none
  std::int64_t lowest_precursor = 0;  // of records compared; an open search admits all
  std::int64_t highest_precursor = 0;
  std::int64_t lowest_own = 1;  // records compared without moving peaks
  std::int64_t highest_own = 0;
};

struct Ms2Pass {
  const unsigned char* segment = nullptr;
  const Ms2BlockPlace* blocks = nullptr;
  std::uint32_t block_count = 0;
  const Ms2DeviceQuery* queries = nullptr;
  std::uint32_t query_count = 0;
  const std::int64_t* mz = nullptr;          // by query peak, microdaltons
  const std::int64_t* half_width = nullptr;  // by query peak
  const std::uint16_t* limits = nullptr;     // 256 a query peak, by level
  bool uses_fragments = true;
  bool uses_losses = false;
  Nominations nominations;
};

}  // namespace basepeak
