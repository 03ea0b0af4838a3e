#include "tools/cli/starter_path.h"

#include <system_error>

#include "engine/error.h"

namespace basepeak {

std::filesystem::path starter_library_path() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path folder = program.parent_path();
  for (const char* place : {"starter.bplib", "../share/basepeak/starter.bplib"}) {
    const std::filesystem::path path = folder / place;
    if (!error && std::filesystem::exists(path, error)) return path;
  }
  throw Error(ErrorKind::library,
              "the starter library (starter.bplib) does not lie beside the program; build the "
              "target 'starter_library', or name a library with --library");
}

}  // namespace basepeak
