// Writes what the fuzzers start from, a folder a target: small runs and a small library, all made
// up here.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/library/library.h"
#include "engine/read/write_agilent.h"
#include "tests/support/files.h"
#include "tests/support/small_runs.h"

namespace basepeak::test {
namespace {

namespace fs = std::filesystem;

// Three scans are enough for what differs between first, middle and last.
constexpr std::size_t kScans = 3;

fs::path folder_of(const fs::path& seeds, const char* target) {
  fs::create_directories(seeds / target);
  return seeds / target;
}

void write_library_seed(const fs::path& path) {
  std::vector<LibraryRecord> records;
  for (const Spectrum& scan : small_scans(kScans)) {
    LibraryRecord record;
    record.id = "record-" + std::to_string(records.size());
    record.name = "made up";
    record.licence = "CC0";
    record.source = "written for this test";
    record.acquisition.ionisation = records.empty() ? Ionisation::ei : Ionisation::esi;
    record.acquisition.ms_level = records.empty() ? 1 : 2;
    if (!records.empty()) record.acquisition.precursor_mz = 300.1;
    record.peaks = scan.peaks;
    records.push_back(std::move(record));
  }
  write_library(path, "seed", records);
}

void write_seeds(const fs::path& seeds) {
  const std::vector<Spectrum> scans = small_scans(kScans);
  const fs::path agilent = folder_of(seeds, "agilent");
  write_chemstation(agilent / "run.D", RunHeader{}, scans);
  fs::rename(agilent / "run.D" / "DATA.MS", agilent / "run.ms");
  fs::remove(agilent / "run.D");
  write_andi(folder_of(seeds, "andi") / "run.cdf", scans);
  write_file(folder_of(seeds, "jcamp") / "run.jdx", jcamp_of(scans));
  const fs::path text = folder_of(seeds, "spectrum_text");
  write_file(text / "run.msp", msp_of(scans));
  write_file(text / "run.mgf", mgf_of(scans));
  write_file(text / "run.jdx", jcamp_of(scans));
  write_gzip(text / "run.msp.gz", msp_of(scans));
  const fs::path xml = folder_of(seeds, "xml");
  write_file(xml / "run.mzML", mzml_of(scans));
  write_file(xml / "run.mzXML", mzxml_of(scans));
  write_file(xml / "run.mzData", mzdata_of(scans));
  write_library_seed(folder_of(seeds, "library") / "seed.bplib");
}

}  // namespace
}  // namespace basepeak::test

int main(int count, char** arguments) {
  if (count != 2) return EXIT_FAILURE;
  basepeak::test::write_seeds(arguments[1]);
  return EXIT_SUCCESS;
}
