#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "engine/search/backend.h"

namespace basepeak {

// For --backend: "auto", "cpu", "gpu", "gpu:N", or "gpu:N,M" for several cards.
[[nodiscard]] CLI::Validator is_backend();

// "auto": the first GPU, or the processor where there is none or it fails; the backend's name
// tells. The library must outlive it. Throws Error{device} if a GPU is asked for and there is none.
[[nodiscard]] std::unique_ptr<Backend> choose_backend(const std::string& text,
                                                      const Library& library);

}  // namespace basepeak
