#include <cuda_pipeline.h>
#include <cuda_runtime.h>
#include <mma.h>

#include "gpu/check.cuh"
#include "gpu/ei_kernel.cuh"
#include "gpu/launch.h"
#include "gpu/select_kernel.cuh"

namespace basepeak {

namespace {

namespace wmma = nvcuda::wmma;

constexpr unsigned kFragment = 16;
constexpr unsigned kWarpRows = 64;     // of queries
constexpr unsigned kWarpColumns = 32;  // of records
constexpr unsigned kRowFragments = kWarpRows / kFragment;
constexpr unsigned kColumnFragments = kWarpColumns / kFragment;
static_assert(kEiTile / kWarpRows * (kEiTile / kWarpColumns) * kWarp == kEiThreads);

// One step of depth of both tiles.
struct Stage {
  __half queries[kEiTile][kEiRowStride];
  __half records[kEiTile][kEiRowStride];
};
union EiShared {
  Stage stages[2];
  float dots[kEiTile * kEiDotStride];
};
static_assert(sizeof(EiShared) == kEiSharedBytes);

// Starts copying one step, sixteen bytes a thread and turn.
__device__ void fetch(const EiPass& pass, const EiTilePlace& place, unsigned query_tile,
                      unsigned step, Stage& stage) {
  constexpr unsigned kPieces = kEiDepthStep / 8;  // of a row
  const auto* const records = reinterpret_cast<const __half*>(pass.segment + place.weights);
  const auto* const queries = reinterpret_cast<const __half*>(pass.query_weights);
  for (unsigned i = threadIdx.x; i < kEiTile * kPieces; i += kEiThreads) {
    const unsigned row = i / kPieces;
    const unsigned from = step * kEiDepthStep + i % kPieces * 8;
    __pipeline_memcpy_async(
        &stage.queries[row][i % kPieces * 8],
        queries + std::uint64_t{query_tile * kEiTile + row} * pass.query_depth + from, 16);
    __pipeline_memcpy_async(&stage.records[row][i % kPieces * 8],
                            records + std::uint64_t{row} * place.depth + from, 16);
  }
  __pipeline_commit();
}

// Blocks of threads: tiles of queries run fastest, so that a tile of records is read from memory
// once.
__global__ void __launch_bounds__(kEiThreads, 2) ei_key_kernel(const EiPass pass) {
  extern __shared__ __align__(128) unsigned char ei_memory[];  // fragments need 32 bytes
  EiShared& shared = *reinterpret_cast<EiShared*>(ei_memory);
  const unsigned query_tile = blockIdx.x;
  const unsigned tile = blockIdx.y;
  const EiTilePlace place = pass.tiles[pass.first_tile + tile];
  const unsigned steps = ei_depth(pass, tile) / kEiDepthStep;
  const unsigned warp = threadIdx.x / kWarp;
  const unsigned first_row = warp % (kEiTile / kWarpRows) * kWarpRows;
  const unsigned first_column = warp / (kEiTile / kWarpRows) * kWarpColumns;

  wmma::fragment<wmma::accumulator, kFragment, kFragment, kFragment, float> sums[kRowFragments]
                                                                                [kColumnFragments];
  for (auto& row : sums) {
    for (auto& sum : row) wmma::fill_fragment(sum, 0.0F);
  }
  if (steps > 0) fetch(pass, place, query_tile, 0, shared.stages[0]);
  for (unsigned step = 0; step < steps; ++step) {
    if (step + 1 < steps) {
      fetch(pass, place, query_tile, step + 1, shared.stages[(step + 1) % 2]);
      __pipeline_wait_prior(1);
    } else {
      __pipeline_wait_prior(0);
    }
    __syncthreads();
    const Stage& stage = shared.stages[step % 2];
    for (unsigned k = 0; k < kEiDepthStep; k += kFragment) {
      wmma::fragment<wmma::matrix_b, kFragment, kFragment, kFragment, __half, wmma::col_major>
          records[kColumnFragments];
      for (unsigned c = 0; c < kColumnFragments; ++c) {
        wmma::load_matrix_sync(records[c], &stage.records[first_column + c * kFragment][k],
                               kEiRowStride);
      }
      for (unsigned r = 0; r < kRowFragments; ++r) {
        wmma::fragment<wmma::matrix_a, kFragment, kFragment, kFragment, __half, wmma::row_major>
            queries;
        wmma::load_matrix_sync(queries, &stage.queries[first_row + r * kFragment][k], kEiRowStride);
        for (unsigned c = 0; c < kColumnFragments; ++c) {
          wmma::mma_sync(sums[r][c], queries, records[c], sums[r][c]);
        }
      }
    }
    __syncthreads();
  }
  for (unsigned r = 0; r < kRowFragments; ++r) {
    for (unsigned c = 0; c < kColumnFragments; ++c) {
      wmma::store_matrix_sync(
          &shared.dots[(first_row + r * kFragment) * kEiDotStride + first_column + c * kFragment],
          sums[r][c], kEiDotStride, wmma::mem_row_major);
    }
  }
  __syncthreads();
  write_ei_keys(pass, tile, query_tile, shared.dots, Lane{threadIdx.x, kEiThreads});
}

__global__ void __launch_bounds__(kSelectThreads) select_kernel(const SelectPass pass) {
  __shared__ SelectShared shared;
  select_keys(pass, blockIdx.y, blockIdx.x, shared, InStepOnDevice{});
}

}  // namespace

int prepare_ei_launches() { return allow_shared_memory(ei_key_kernel, sizeof(EiShared)); }

int launch(const EiPass& pass, CUstream_st* stream) {
  if (pass.query_count == 0 || pass.tile_count == 0) return cudaSuccess;
  ei_key_kernel<<<dim3((pass.query_count + kEiTile - 1) / kEiTile, pass.tile_count), kEiThreads,
                  sizeof(EiShared), stream>>>(pass);
  return cudaGetLastError();
}

int launch(const SelectPass& pass, CUstream_st* stream) {
  if (pass.query_count == 0 || pass.count == 0) return cudaSuccess;
  select_kernel<<<dim3(pass.query_count, selections(pass)), kSelectThreads, 0, stream>>>(pass);
  return cudaGetLastError();
}

}  // namespace basepeak
