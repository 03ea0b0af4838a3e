#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/skipped.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

enum class Separation { unknown, gas_chromatography, liquid_chromatography, none };

// What a run's file says of itself. Absent text is empty.
struct RunHeader {
  std::string name;    // file name with extension; for a folder the folder's ("HO-A.D")
  std::string format;  // "Agilent ChemStation MS", "ANDI/MS netCDF", "mzML", ...
  Separation separation = Separation::unknown;
  std::string sample;
  std::string operator_name;
  std::string instrument;
  std::string acquisition_method;
  std::string acquired;                       // date and time as written in the file
  std::optional<std::size_t> declared_scans;  // what the header promises
  bool is_spectrum_collection = false;  // a file of separate spectra (MSP, MGF, JCAMP), not a run
};

// A file being read. Spectra stream in file order, once; the whole run is never in memory.
class Run {
 public:
  virtual ~Run() = default;
  [[nodiscard]] virtual const RunHeader& header() const noexcept = 0;

  // Hands each spectrum to `visit` in file order. May be called once. A scan that cannot be used is
  // not handed over: it is listed in skipped(). Throws Error{input} naming file and reason when
  // nothing of the file can be trusted.
  virtual void for_each(const std::function<void(Spectrum&&)>& visit) = 0;

  // Scans that were not handed over and remarks on the file (a lying header, a cut end, a second
  // signal left unread). Complete after for_each.
  [[nodiscard]] virtual const std::vector<Skipped>& skipped() const noexcept = 0;
};

// Opens a run by its content, not by its name; a folder by what lies in it. Throws Error{input},
// naming the path, for what is missing, empty, unreadable or in a format that cannot be read, with
// advice how to export it.
[[nodiscard]] std::unique_ptr<Run> open_run(const std::filesystem::path& path);

// The file whose bytes identify the run (SHA-256 in the report): the path itself, or the data file
// inside a run folder. Throws as open_run.
[[nodiscard]] std::filesystem::path run_data_file(const std::filesystem::path& path);

}  // namespace basepeak
