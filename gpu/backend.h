#pragma once

#include <memory>

#include "engine/search/backend.h"

namespace basepeak {

// A backend on CUDA device `device`. The library must outlive it. Throws Error{device} if this
// build or machine has none.
[[nodiscard]] std::unique_ptr<Backend> make_gpu_backend(const Library& library, int device);

}  // namespace basepeak
