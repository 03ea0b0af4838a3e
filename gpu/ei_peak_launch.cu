#include <cuda_runtime.h>

#include "gpu/check.cuh"
#include "gpu/ei_peak_kernel.cuh"
#include "gpu/launch.h"

namespace basepeak {

namespace {

// Blocks of threads: queries run fastest, so that they find the same records in the cache.
__global__ void __launch_bounds__(kEiPeakThreads, 4) ei_peak_kernel(const EiPeakPass pass) {
  __shared__ alignas(16) unsigned char memory[sizeof(EiPeakShared)];
  write_ei_peak_keys(pass, blockIdx.y, blockIdx.x, *reinterpret_cast<EiPeakShared*>(memory),
                     InStepOnDevice{});
}

}  // namespace

int launch(const EiPeakPass& pass, CUstream_st* stream) {
  if (pass.query_count == 0 || pass.warp_count == 0) return cudaSuccess;
  ei_peak_kernel<<<dim3(pass.query_count, ei_peak_parts(pass)), kEiPeakThreads, 0, stream>>>(pass);
  return cudaGetLastError();
}

}  // namespace basepeak
