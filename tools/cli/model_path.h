#pragma once

#include <filesystem>

namespace basepeak {

// The model that predicts EI spectra: beside the program, else where an installation puts it.
// Throws Error{library} saying what to do when it is in neither place.
[[nodiscard]] std::filesystem::path ei_model_path();

}  // namespace basepeak
