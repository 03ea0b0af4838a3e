#include "tools/cli/method_path.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "engine/error.h"

namespace basepeak {

namespace {

namespace fs = std::filesystem;

// Beside the program, else in the share folder of an installation; empty if there is none.
fs::path methods_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const char* place : {"methods", "../share/basepeak/methods"}) {
    const fs::path folder = program.parent_path() / place;
    if (!error && fs::is_directory(folder, error)) return folder;
  }
  return {};
}

std::string names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

}  // namespace

fs::path method_path(const std::string& path_or_name) {
  std::error_code error;
  const fs::path written(path_or_name);
  // A path that exists, or that cannot be a name, is left to read_method and its message.
  if (fs::exists(written, error) || written.has_parent_path() || written.has_extension()) {
    return written;
  }
  const fs::path folder = methods_folder();
  const fs::path named = folder / (path_or_name + ".toml");
  if (!folder.empty() && fs::is_regular_file(named, error)) return named;
  throw Error(ErrorKind::usage, "method '" + path_or_name +
                                    "': neither a file nor one of the methods that come with the "
                                    "program (" +
                                    (folder.empty() ? "none" : names_in(folder)) + ")");
}

}  // namespace basepeak
