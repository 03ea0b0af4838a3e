#pragma once

#include <memory>
#include <vector>

#include "engine/search/backend.h"
#include "gpu/device_facts.h"

namespace basepeak {

// A backend on CUDA device `device`. The library must outlive it. Throws Error{device} if this
// build or machine has none.
[[nodiscard]] std::unique_ptr<Backend> make_gpu_backend(const Library& library, int device);

// The CUDA devices of this machine, by number. Throws Error{device} if this build or machine has
// none.
[[nodiscard]] std::vector<DeviceFacts> gpu_devices();

}  // namespace basepeak
