#include "gpu/backend.h"

#include "gpu/cuda_device.h"
#include "gpu/device_backend.h"

namespace basepeak {

std::unique_ptr<Backend> make_gpu_backend(const Library& library, int device) {
  return make_device_backend(library, make_cuda_device(device));
}

}  // namespace basepeak
