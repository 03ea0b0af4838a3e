#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/read/run_file.h"

namespace basepeak {

// Opens a text file of spectra (MSP, MGF, JCAMP-DX): a run where JCAMP-DX holds scans under one
// title whose times are seconds apart, else a collection of separate, labelled spectra. Throws
// Error{input} if it holds none.
[[nodiscard]] std::unique_ptr<RunFile> open_text_run(const std::filesystem::path& path,
                                                     const std::string& name);

}  // namespace basepeak
