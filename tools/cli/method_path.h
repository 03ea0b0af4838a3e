#pragma once

#include <filesystem>
#include <string>

namespace basepeak {

// The method file that --method means: a file of that path, else NAME.toml among the methods that
// come with the program (folder `methods` beside it). Throws Error{usage} listing their names.
[[nodiscard]] std::filesystem::path method_path(const std::string& path_or_name);

}  // namespace basepeak
