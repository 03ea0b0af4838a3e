#pragma once

#include <cuda_runtime.h>

#include <string>

#include "engine/error.h"
#include "gpu/both_sides.cuh"

namespace basepeak {

// Throws Error{device} naming the device, the call and what CUDA says of it, unless all is well.
inline void check(cudaError_t status, const std::string& device, const char* call) {
  if (status == cudaSuccess) return;
  (void)cudaGetLastError();  // CUDA keeps it, and the next launch would be blamed for it
  throw Error(ErrorKind::device, device + ": " + call + ": " + cudaGetErrorString(status));
}

// Lets a kernel have that much shared memory a block, and a multiprocessor as many such blocks as
// there is room for.
template <typename Kernel>
[[nodiscard]] cudaError_t allow_shared_memory(Kernel* kernel, std::size_t bytes) {
  const cudaError_t status = cudaFuncSetAttribute(
      kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(bytes));
  if (status != cudaSuccess) return status;
  return cudaFuncSetAttribute(kernel, cudaFuncAttributePreferredSharedMemoryCarveout,
                              cudaSharedmemCarveoutMaxShared);
}

// For one block of threads: runs a phase and waits for all.
struct InStepOnDevice {
  template <typename Phase>
  __device__ void operator()(const Phase& phase) const {
    phase(Lane{threadIdx.x, blockDim.x});
    __syncthreads();
  }
};

}  // namespace basepeak
