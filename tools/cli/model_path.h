#pragma once

#include <filesystem>
#include <string>

namespace basepeak {

// A model that predicts spectra, by its file name: beside the program, else where an installation
// puts it. Throws Error{library} saying what to do when it is in neither place.
[[nodiscard]] std::filesystem::path prediction_model_path(const std::string& file);

}  // namespace basepeak
