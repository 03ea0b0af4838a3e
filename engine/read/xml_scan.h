#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/read/xml_facts.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// One scan as an mzML, mzXML or mzData file has it, before any rule is applied.
struct XmlScan {
  Acquisition acquisition;
  std::optional<double> total;  // total ion current as stated
  std::optional<std::size_t> declared_peaks;
  std::vector<double> mz;
  std::vector<double> intensity;
  double energy = 0.0;    // collision energy as stated, 0 if it is not
  bool is_hcd = false;    // beam-type dissociation
  bool is_light = false;  // UV, PDA: no mass spectrum
  std::string problem;    // why the scan cannot be used; empty if it can
};

using XmlScanVisitor = std::function<void(XmlScan&&)>;

// Each reads the whole scans of one format in file order and passes over what is not in a scan.
void read_mzml(const std::filesystem::path& path, const XmlScanVisitor& visit);
void read_mzxml(const std::filesystem::path& path, const XmlScanVisitor& visit);
void read_mzdata(const std::filesystem::path& path, const XmlScanVisitor& visit);

}  // namespace basepeak
