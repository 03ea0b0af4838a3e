#pragma once

#include <filesystem>

namespace basepeak {

// Checks the header of a netCDF classic file (versions 1 and 2) against the file's length before a
// library is let near it: libnetcdf gives zeros for what a cut file no longer holds. Throws
// Error{input} naming the file and what is wrong. Source: the netCDF classic format specification.
void check_classic_netcdf(const std::filesystem::path& path);

}  // namespace basepeak
