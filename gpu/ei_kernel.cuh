#pragma once

#include <cstdint>

#include "gpu/both_sides.cuh"
#include "gpu/passes.h"

namespace basepeak {

// A tile of queries against a tile of records: dot products of weights in half precision, rounded
// up, and from each the key of a squared cosine that the two spectra's cannot exceed. The products
// come from matrix units on the device and from a loop on the host; all else is this file.

inline constexpr std::uint32_t kEiTile = 128;  // queries, and records
inline constexpr std::uint32_t kEiThreads = 256;
inline constexpr std::uint32_t kEiDepthStep = 64;
inline constexpr std::uint32_t kEiStarts = 160;
inline constexpr std::uint32_t kEiHighestMass = 1023;

// Of the tile's dot products, one row a query.
inline constexpr std::uint32_t kEiDotStride = kEiTile + 4;

// Two steps of depth of both tiles, rows eight numbers longer so that they begin in different
// banks; dot products take their place.
inline constexpr std::uint32_t kEiRowStride = kEiDepthStep + 8;
inline constexpr std::uint32_t kEiSharedBytes = 2 * 2 * kEiTile * kEiRowStride * 2;

// Sums of 1,024 products, none below 0. A matrix unit adds sixteen at a time and may cut off one
// unit of the last place (2^-23) of each of these and of the sum: 64 * 17 * 2^-23 = 1.3e-4 in all.
inline constexpr float kEiSumSlack = 1.0F + 2.5e-4F;

// The key of a squared cosine: it grows with it, and 0 means that no mass is common.
BASEPEAK_BOTH_SIDES std::uint32_t ei_key(float dot, float query_share, float record_share) {
  if (!(dot > 0.0F)) return 0;
  const float above = dot * kEiSumSlack;
  const float squared = above * above * query_share * record_share;
  if (!(squared < 1.0F)) return kHighestKey;
  return 1 + static_cast<std::uint32_t>(squared * 65'534.0F);
}

// Keys of a tile from its dot products.
BASEPEAK_BOTH_SIDES void write_ei_keys(const EiPass& pass, std::uint32_t tile,
                                       std::uint32_t query_tile, const float* dots, Lane lane) {
  for (std::uint32_t i = lane.thread; i < kEiTile * kEiTile; i += lane.threads) {
    const std::uint32_t query = query_tile * kEiTile + i / kEiTile;
    if (query >= pass.query_count) break;
    const std::uint32_t column = tile * kEiTile + i % kEiTile;
    const std::uint32_t position = pass.first_tile * kEiTile + column;
    const float record_share =
        pass.share[std::uint64_t{pass.query_lowest[query]} * pass.share_stride + position];
    const float query_share =
        pass.query_share[std::uint64_t{query} * pass.query_share_stride + pass.lowest[position]];
    const float dot = dots[i / kEiTile * kEiDotStride + i % kEiTile];
    pass.keys[std::uint64_t{query} * pass.key_stride + column] =
        static_cast<std::uint16_t>(ei_key(dot, query_share, record_share));
  }
}

// As deep as both go.
BASEPEAK_BOTH_SIDES std::uint32_t ei_depth(const EiPass& pass, std::uint32_t tile) {
  const std::uint32_t depth = pass.tiles[pass.first_tile + tile].depth;
  return depth < pass.query_depth ? depth : pass.query_depth;
}

}  // namespace basepeak
