#include <cuda_runtime.h>

#include "gpu/check.cuh"
#include "gpu/hybrid_kernel.cuh"
#include "gpu/launch.h"

namespace basepeak {

namespace {

// Blocks of threads: queries run fastest, so that they find the same records in the cache.
__global__ void __launch_bounds__(kHybridThreads, 4) hybrid_key_kernel(const HybridPass pass) {
  __shared__ alignas(16) unsigned char memory[sizeof(HybridShared)];
  write_hybrid_keys(pass, blockIdx.y, blockIdx.x, *reinterpret_cast<HybridShared*>(memory),
                    InStepOnDevice{});
}

}  // namespace

int launch(const HybridPass& pass, CUstream_st* stream) {
  if (pass.query_count == 0 || pass.warp_count == 0) return cudaSuccess;
  hybrid_key_kernel<<<dim3(pass.query_count, hybrid_parts(pass)), kHybridThreads, 0, stream>>>(
      pass);
  return cudaGetLastError();
}

}  // namespace basepeak
