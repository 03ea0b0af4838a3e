#pragma once

#include <cuda_runtime.h>

#include <string>

#include "engine/error.h"
#include "gpu/both_sides.cuh"

namespace basepeak {

// Throws Error{device} naming the device, the call and what CUDA says of it, unless all is well.
inline void check(cudaError_t status, const std::string& device, const char* call) {
  if (status == cudaSuccess) return;
  throw Error(ErrorKind::device, device + ": " + call + ": " + cudaGetErrorString(status));
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
