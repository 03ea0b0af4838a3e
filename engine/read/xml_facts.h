#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/read/file_format.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// What one look over the tags of an mzML, mzXML or mzData file tells before any array is decoded.
struct XmlFacts {
  std::string version;
  std::optional<std::size_t> declared_spectra;
  std::size_t spectra = 0;        // start tags seen
  std::size_t chromatograms = 0;  // start tags seen
  std::string packing;            // a compression that cannot be unpacked; empty if there is none
  bool is_whole = false;          // the root element ends
  std::string cut;                // as of GzipFile::cut
  Ionisation ionisation = Ionisation::unknown;
  std::string other_ionisation;  // as of Acquisition
  std::string sample;
  std::string operator_name;
  std::string instrument;
  std::string acquired;
};

// Throws Error{input} for a damaged gzip, and for what is not XML at all.
[[nodiscard]] XmlFacts look_over_xml(const std::filesystem::path& path, FileFormat format);

}  // namespace basepeak
