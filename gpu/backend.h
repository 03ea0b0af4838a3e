#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/search/backend.h"
#include "gpu/device_facts.h"

namespace basepeak {

// A backend on these CUDA devices, each with a part of the library. The library must outlive it.
// Throws Error{device} if this build or machine lacks one of them.
// REQUIRES: one device or more, none twice
[[nodiscard]] std::unique_ptr<Backend> make_gpu_backend(const Library& library,
                                                        std::span<const int> devices);
[[nodiscard]] std::unique_ptr<Backend> make_gpu_backend(const Library& library, int device);

// The CUDA devices of this machine, by number. Throws Error{device} if this build or machine has
// none.
[[nodiscard]] std::vector<DeviceFacts> gpu_devices();

}  // namespace basepeak
