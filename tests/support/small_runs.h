#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/spectrum/spectrum.h"

namespace basepeak::test {

// Small files of each format, written by the tests themselves.

// A few scans of a GC run whose values every format holds exactly.
[[nodiscard]] std::vector<Spectrum> small_scans(std::size_t count = 8);

void write_andi(const std::filesystem::path& path, const std::vector<Spectrum>& scans);
[[nodiscard]] std::string mzml_of(const std::vector<Spectrum>& scans);
[[nodiscard]] std::string mzxml_of(const std::vector<Spectrum>& scans);
[[nodiscard]] std::string mzdata_of(const std::vector<Spectrum>& scans);
[[nodiscard]] std::string jcamp_of(const std::vector<Spectrum>& scans);
[[nodiscard]] std::string msp_of(const std::vector<Spectrum>& scans);
[[nodiscard]] std::string mgf_of(const std::vector<Spectrum>& scans);

}  // namespace basepeak::test
