#pragma once

#include <cstdint>

namespace basepeak {

// What one launch works on: plain arrays in the device's memory and counts. Every pass gives each
// record of a segment a key for each query, a 16-bit number that never lies below what the record's
// score asks for, and nominates the records with high keys.

inline constexpr std::uint32_t kHighestKey = 65'535;

// A launch has at most so many rows of blocks of threads: blocks of records, tiles, parts.
inline constexpr std::uint32_t kMostRows = 65'535;

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

// Nominates from keys that another pass left in the device's memory.
struct SelectPass {
  const std::uint16_t* keys = nullptr;  // by query, `stride` apart; a multiple of 8
  std::uint32_t stride = 0;
  std::uint32_t count = 0;  // of keys a query
  std::uint32_t first_position = 0;
  std::uint32_t query_count = 0;
  Nominations nominations;
};

// A tile of EI records, their weights in half precision, record after record.
struct EiTilePlace {
  std::uint64_t weights = 0;  // in bytes from the segment's start
  std::uint32_t depth = 0;    // masses a record, from 0 on; a multiple of kEiDepthStep
};

// Forms keys of the squared cosine from products of whole tiles. Shares tell how much larger a
// squared norm is than what of it counts in any case.
struct EiPass {
  const unsigned char* segment = nullptr;
  const EiTilePlace* tiles = nullptr;  // of the segment
  std::uint32_t first_tile = 0;
  std::uint32_t tile_count = 0;
  const std::uint32_t* lowest = nullptr;  // mass, by position in the segment
  const float* share = nullptr;           // [start][position], for starts below kEiStarts
  std::uint32_t share_stride = 0;
  const std::uint16_t* query_weights = nullptr;  // rows of `query_depth`; whole tiles of rows
  std::uint32_t query_depth = 0;
  const float* query_share = nullptr;  // by query: [record's lowest mass], `query_share_stride`
  std::uint32_t query_share_stride = 0;
  const std::uint32_t* query_lowest = nullptr;  // below kEiStarts
  std::uint32_t query_count = 0;
  std::uint16_t* keys = nullptr;  // by query, from the first tile on
  std::uint32_t key_stride = 0;
};

// What the passes of EI peaks form keys of: the most that a hybrid score can be, or a composite.
enum class EiPeakScore : std::uint32_t { hybrid, identity, stein_scott };

// A query by its peaks: a spectrum and a mass that it may have.
struct EiPeakQuery {
  std::uint32_t spectrum = 0;
  std::int32_t nominal_mass = 0;  // 0 for none
  std::int32_t lowest = 0;        // mass of a peak
};

// Forms keys from the peaks of every record. Records stand in warps of 32, peak after peak.
struct EiPeakPass {
  EiPeakScore score = EiPeakScore::hybrid;
  const std::uint16_t* mass = nullptr;           // [row][32]; kEiStrong added above the trace limit
  const float* weight = nullptr;                 // [row][32]
  const float* ratio_weight = nullptr;           // [row][32]; composites only
  const std::uint32_t* first_row = nullptr;      // by warp
  const std::uint16_t* peaks = nullptr;          // by position
  const std::int32_t* record_nominal = nullptr;  // by position; 0 for none
  std::uint32_t first_warp = 0;
  std::uint32_t warp_count = 0;
  const EiPeakQuery* queries = nullptr;
  std::uint32_t query_count = 0;
  // [spectrum][kEiPeakMasses]
  const float* query_weight = nullptr;
  const float* query_norm = nullptr;            // squared weights that count from there on
  const float* query_ratio_weight = nullptr;    // composites only, as the next
  const std::uint16_t* query_strong = nullptr;  // peaks above the trace limit up to there
  std::uint16_t* keys = nullptr;                // by query, from the first warp on
  std::uint32_t key_stride = 0;
};

}  // namespace basepeak
