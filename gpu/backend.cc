#include "gpu/backend.h"

#include "gpu/cuda_device.h"
#include "gpu/device_backend.h"

namespace basepeak {

std::unique_ptr<Backend> make_gpu_backend(const Library& library, int device) {
  return make_device_backend(library, make_cuda_device(device));
}

std::vector<DeviceFacts> gpu_devices() {
  std::vector<DeviceFacts> devices;
  const int count = cuda_devices();
  for (int i = 0; i < count; ++i) devices.push_back(make_cuda_device(i)->facts());
  return devices;
}

}  // namespace basepeak
