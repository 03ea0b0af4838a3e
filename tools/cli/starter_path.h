#pragma once

#include <filesystem>

namespace basepeak {

// The compiled starter library: beside the program, else in the build tree it was built in. Throws
// Error{library} saying what to do when neither is there.
[[nodiscard]] std::filesystem::path starter_library_path();

}  // namespace basepeak
