#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/read/run_file.h"

namespace basepeak {

// Opens an ANDI/MS file (ASTM E1947, E2077), which is netCDF classic. m/z and intensity have their
// scale and offset applied; an m/z stored with single precision becomes the shortest decimal it
// stands for. Points that no instrument measures (KRATOS files hold some) are left out and counted.
// Throws Error{input} for ANDI chromatograms, for files shorter than their header says, and for
// netCDF of another kind.
[[nodiscard]] std::unique_ptr<RunFile> open_andi(const std::filesystem::path& path,
                                                 const std::string& name);

}  // namespace basepeak
