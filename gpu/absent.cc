#include "engine/error.h"
#include "gpu/backend.h"

namespace basepeak {

namespace {

[[noreturn]] void refuse() {
  throw Error(ErrorKind::device,
              "this build has no CUDA backend; build where nvcc is found, or set BASEPEAK_NVCC");
}

}  // namespace

std::unique_ptr<Backend> make_gpu_backend(const Library& /*library*/,
                                          std::span<const int> /*devices*/) {
  refuse();
}

std::unique_ptr<Backend> make_gpu_backend(const Library& /*library*/, int /*device*/) { refuse(); }

std::vector<DeviceFacts> gpu_devices() { refuse(); }

}  // namespace basepeak
