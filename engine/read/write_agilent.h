#pragma once

#include <filesystem>
#include <span>

#include "engine/read/run.h"

namespace basepeak {

// Writes spectra as an Agilent ChemStation GC-MS run: creates the folder `d_folder` where needed
// and DATA.MS in it, replacing one that is there. sample, operator_name, instrument,
// acquisition_method and acquired go into its header, cut to the room it has. m/z is rounded to the
// format's grid of 0.05 and intensities to its packed form: whole numbers up to 16383, then steps
// of 8, 64 and 512, at most 8388096. Peaks that fall on one m/z add up; peaks below 0.5 are left
// out. Throws Error{input} naming the scan for a spectrum without a retention time, with an m/z
// above 3276.75, with an intensity or more peaks than the format holds, or not in time order;
// Error{input} naming the path if it cannot be written.
void write_chemstation(const std::filesystem::path& d_folder, const RunHeader& header,
                       std::span<const Spectrum> spectra);

}  // namespace basepeak
