#include "tools/cli/model_path.h"

#include <system_error>

#include "engine/error.h"

namespace basepeak {

std::filesystem::path ei_model_path() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path folder = program.parent_path();
  for (const char* place :
       {"models/ei_prediction.model", "../share/basepeak/models/ei_prediction.model"}) {
    const std::filesystem::path path = folder / place;
    if (!error && std::filesystem::exists(path, error)) return path;
  }
  throw Error(ErrorKind::library,
              "the prediction model (models/ei_prediction.model) does not lie beside the program; "
              "build the program again, or name a model with --model");
}

}  // namespace basepeak
