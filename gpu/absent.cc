#include "engine/error.h"
#include "gpu/backend.h"

namespace basepeak {

std::unique_ptr<Backend> make_gpu_backend(const Library& /*library*/, int /*device*/) {
  throw Error(ErrorKind::device, "this build has no CUDA backend; configure with --preset cuda");
}

}  // namespace basepeak
