#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/read/run_file.h"

namespace basepeak {

// Opens an Agilent ChemStation MS file (DATA.MS, dataSim.ms, MSDn.MS), whose bytes begin
// 01 32 00 00. `name` is what the run is called. Throws Error{input} if its header cannot be used.
// The directory is believed only where it agrees with the records; otherwise the records are
// walked one after the other and a remark says so. EI is taken as positive; the polarity of an
// LC-MS file is taken from acq.txt beside it, if it is there.
[[nodiscard]] std::unique_ptr<RunFile> open_agilent(const std::filesystem::path& path,
                                                    const std::string& name);

}  // namespace basepeak
