#include "gpu/backend.h"

#include "gpu/cuda_device.h"
#include "gpu/device_backend.h"

namespace basepeak {

std::unique_ptr<Backend> make_gpu_backend(const Library& library, std::span<const int> devices) {
  std::vector<std::unique_ptr<Device>> cards;
  for (const int device : devices) cards.push_back(make_cuda_device(device));
  return make_device_backend(library, std::move(cards));
}

std::unique_ptr<Backend> make_gpu_backend(const Library& library, int device) {
  return make_gpu_backend(library, std::span(&device, 1));
}

std::vector<DeviceFacts> gpu_devices() {
  std::vector<DeviceFacts> devices;
  const int count = cuda_devices();
  for (int i = 0; i < count; ++i) devices.push_back(make_cuda_device(i)->facts());
  return devices;
}

}  // namespace basepeak
