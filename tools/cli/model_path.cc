#include "tools/cli/model_path.h"

#include <system_error>

#include "engine/error.h"

namespace basepeak {

std::filesystem::path prediction_model_path(const std::string& file) {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path folder = program.parent_path();
  for (const char* place : {"models", "../share/basepeak/models"}) {
    const std::filesystem::path path = folder / place / file;
    if (!error && std::filesystem::exists(path, error)) return path;
  }
  throw Error(ErrorKind::library, "the prediction model (models/" + file +
                                      ") does not lie beside the program; "
                                      "build the program again, or name a model with --model");
}

}  // namespace basepeak
