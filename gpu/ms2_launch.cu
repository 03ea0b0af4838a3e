#include <cuda_runtime.h>

#include "gpu/check.cuh"
#include "gpu/launch.h"
#include "gpu/ms2_kernel.cuh"

namespace basepeak {

namespace {

// Blocks of threads: the query runs fastest, so that floors have risen when the next block of
// records comes.
__global__ void __launch_bounds__(kMs2Threads, 3) nominate_ms2_kernel(const Ms2Pass pass) {
  extern __shared__ uint4 memory[];
  nominate_ms2(pass, blockIdx.y, blockIdx.x, *reinterpret_cast<Ms2Shared*>(memory),
               InStepOnDevice{});
}

}  // namespace

int prepare_ms2_launches() { return allow_shared_memory(nominate_ms2_kernel, sizeof(Ms2Shared)); }

int launch(const Ms2Pass& pass, CUstream_st* stream) {
  if (pass.query_count == 0 || pass.block_count == 0) return cudaSuccess;
  nominate_ms2_kernel<<<dim3(pass.query_count, pass.block_count), kMs2Threads, sizeof(Ms2Shared),
                        stream>>>(pass);
  return cudaGetLastError();
}

}  // namespace basepeak
