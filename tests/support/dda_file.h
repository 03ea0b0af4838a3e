#pragma once

#include <bit>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>

#include "tests/support/files.h"
#include "tests/support/synthetic_dda.h"

namespace basepeak::test {

inline std::string base64_of(const std::string& bytes) {
  constexpr const char* kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group =
          (group << 8U) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k <= bytes.size() ? kDigits[(group >> (18U - 6U * k)) & 63U] : '=';
    }
  }
  return text;
}

inline std::string big_endian(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(bits >> shift);
  return bytes;
}

// Writes the run as an mzXML file of a QTOF, energies in eV.
inline void write_mzxml(const std::filesystem::path& path, SyntheticDda run) {
  std::ostringstream scans;
  std::size_t count = 0;
  scans.precision(12);
  run.for_each([&](Spectrum&& scan) {
    const Acquisition& acquisition = scan.acquisition;
    ++count;
    scans << "<scan num=\"" << count << "\" msLevel=\"" << acquisition.ms_level
          << "\" peaksCount=\"" << scan.peaks.size()
          << "\" polarity=\"+\" centroided=\"1\" retentionTime=\"PT" << *acquisition.retention_s
          << "S\"";
    if (!acquisition.energy.empty()) {
      scans << " collisionEnergy=\"" << std::stod(acquisition.energy) << "\"";
    }
    scans << ">";
    if (acquisition.precursor_mz) {
      scans << "<precursorMz";
      if (acquisition.isolation_width_mz) {
        scans << " windowWideness=\"" << *acquisition.isolation_width_mz << "\"";
      }
      scans << ">" << *acquisition.precursor_mz << "</precursorMz>";
    }
    std::string bytes;
    for (std::size_t i = 0; i < scan.peaks.size(); ++i) {
      bytes += big_endian(scan.peaks.mz()[i]) + big_endian(scan.peaks.intensity()[i]);
    }
    scans << "<peaks precision=\"64\" byteOrder=\"network\" contentType=\"m/z-int\">"
          << base64_of(bytes) << "</peaks></scan>\n";
  });
  write_file(path, "<?xml version=\"1.0\"?>\n<mzXML><msRun scanCount=\"" + std::to_string(count) +
                       "\">\n<msInstrument><msModel category=\"msModel\" value=\"QTOF\"/>"
                       "<msIonisation category=\"msIonisation\" value=\"ESI\"/></msInstrument>\n" +
                       scans.str() + "</msRun></mzXML>\n");
}

}  // namespace basepeak::test
