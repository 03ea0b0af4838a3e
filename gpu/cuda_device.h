#pragma once

#include <memory>

#include "gpu/device.h"

namespace basepeak {

// CUDA device `number`. Throws Error{device} where there is none or kernels cannot run on it.
[[nodiscard]] std::unique_ptr<Device> make_cuda_device(int number);

}  // namespace basepeak
