#pragma once

#include <memory>

#include "gpu/device.h"

namespace basepeak {

// How many CUDA devices there are. Throws Error{device} if CUDA cannot say.
[[nodiscard]] int cuda_devices();

// CUDA device `number`. Throws Error{device} where there is none or kernels cannot run on it.
[[nodiscard]] std::unique_ptr<Device> make_cuda_device(int number);

}  // namespace basepeak
