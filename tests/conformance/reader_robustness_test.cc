// Files of every format cut short at 64 places and with single bytes changed: an error or a remark,
// never a crash, and a cut never invents a peak.
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "engine/error.h"
#include "engine/read/write_agilent.h"
#include "tests/support/files.h"
#include "tests/support/reference_data.h"
#include "tests/support/run_summary.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

namespace fs = std::filesystem;

struct Outcome {
  bool is_refused = false;
  std::vector<Spectrum> spectra;
  std::vector<Skipped> skipped;
};

Outcome outcome_of(const fs::path& path) {
  Outcome outcome;
  try {
    const std::unique_ptr<Run> run = open_run(path);
    run->for_each([&](Spectrum&& spectrum) { outcome.spectra.push_back(std::move(spectrum)); });
    outcome.skipped = run->skipped();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input) << error.what();
    EXPECT_FALSE(std::string(error.what()).empty());
    outcome.is_refused = true;
  }
  return outcome;
}

// The bytes of one small run in a format.
struct Sample {
  std::string file_name;
  std::string bytes;
  // A text cut inside its last number shows a shorter number; the reader can only warn of it.
  bool may_shorten_last_value = false;
};

std::vector<Sample> small_samples(const fs::path& folder) {
  const std::vector<Spectrum> scans = small_scans();
  write_chemstation(folder / "run.D", RunHeader{}, scans);
  write_andi(folder / "run.cdf", scans);
  std::vector<Sample> samples{{"data.ms", read_file(folder / "run.D" / "DATA.MS")},
                              {"run.cdf", read_file(folder / "run.cdf")},
                              {"run.mzML", mzml_of(scans)},
                              {"run.mzXML", mzxml_of(scans)},
                              {"run.jdx", jcamp_of(scans)},
                              {"run.msp", msp_of(scans), true},
                              {"run.mgf", mgf_of(scans)}};
  write_gzip(folder / "run.msp.gz", msp_of(scans));
  samples.push_back({"packed.msp.gz", read_file(folder / "run.msp.gz")});
  return samples;
}

TEST(DamagedRuns, CutAnywhereGiveWholeScansOrAnError) {
  const TemporaryFolder folder;
  for (const Sample& sample : small_samples(folder.path())) {
    SCOPED_TRACE(sample.file_name);
    const fs::path path = folder.path() / ("cut_" + sample.file_name);
    write_file(path, sample.bytes);
    const Outcome whole = outcome_of(path);
    ASSERT_FALSE(whole.is_refused);
    ASSERT_EQ(whole.spectra.size(), 8U);
    for (std::size_t part = 0; part < 64; ++part) {
      const std::size_t length = sample.bytes.size() * part / 64;
      SCOPED_TRACE("cut to " + std::to_string(length) + " bytes");
      write_file(path, std::string_view(sample.bytes).substr(0, length));
      const Outcome cut = outcome_of(path);
      if (cut.is_refused) continue;
      ASSERT_LE(cut.spectra.size(), whole.spectra.size());
      for (std::size_t i = 0; i < cut.spectra.size(); ++i) {
        const bool is_last = i + 1 == cut.spectra.size();
        if (is_last && sample.may_shorten_last_value && !cut.skipped.empty()) continue;
        EXPECT_EQ(cut.spectra[i].peaks, whole.spectra[i].peaks) << "scan " << i + 1;
      }
      if (cut.spectra.size() < whole.spectra.size() && sample.file_name != "run.msp" &&
          sample.file_name != "run.mgf") {
        EXPECT_FALSE(cut.skipped.empty()) << "scans are missing and nothing is said";
      }
    }
  }
}

void change_bytes(const fs::path& path, const std::string& bytes, int changes, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::size_t> place(0, bytes.size() - 1);
  std::uniform_int_distribution<int> value(0, 255);
  for (int i = 0; i < changes; ++i) {
    std::string changed = bytes;
    changed[place(random)] = static_cast<char>(value(random));
    write_file(path, changed);
    const Outcome outcome = outcome_of(path);
    for (const Spectrum& spectrum : outcome.spectra) {
      ASSERT_LE(spectrum.peaks.size(), bytes.size());
    }
  }
}

TEST(DamagedRuns, WithAChangedByteAreReadOrRefused) {
  const TemporaryFolder folder;
  for (const Sample& sample : small_samples(folder.path())) {
    SCOPED_TRACE(sample.file_name);
    // OpenMS loads its vocabulary for each file, so that XML gets fewer changes.
    const bool is_xml = sample.file_name.ends_with("ML");
    change_bytes(folder.path() / ("changed_" + sample.file_name), sample.bytes, is_xml ? 100 : 1000,
                 20240601);
  }
}

// The headers, where a changed byte does most harm, byte by byte.
TEST(DamagedRuns, WithAnyHeaderByteSetToItsWorstAreReadOrRefused) {
  const TemporaryFolder folder;
  for (const Sample& sample : small_samples(folder.path())) {
    if (sample.file_name.ends_with("ML")) continue;
    SCOPED_TRACE(sample.file_name);
    const fs::path path = folder.path() / ("header_" + sample.file_name);
    for (std::size_t at = 0; at < std::min<std::size_t>(700, sample.bytes.size()); ++at) {
      for (const char worst : {'\0', '\x7F', '\xFF'}) {
        std::string changed = sample.bytes;
        changed[at] = worst;
        write_file(path, changed);
        static_cast<void>(outcome_of(path));
      }
    }
  }
}

TEST(DamagedRuns, OfRealInstrumentsAreReadOrRefused) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  const TemporaryFolder folder;
  for (const char* name :
       {"agilent/lrcfs_etizolam_batch/220223001.D/data.ms",
        "andi/conformance/FISONS_A_CENTSCNL.CDF", "andi/conformance/EXTREL_LIBRARY.CDF",
        "andi/conformance/HP_CENTSIDH.CDF", "jcamp/ISAS_MS3.DX", "jcamp/mass_ACD.jdx"}) {
    SCOPED_TRACE(name);
    const std::string bytes = read_file(*data / "runs" / name);
    const fs::path path = folder.path() / fs::path(name).filename();
    for (std::size_t part = 0; part < 64; ++part) {
      write_file(path, std::string_view(bytes).substr(0, bytes.size() * part / 64));
      static_cast<void>(outcome_of(path));
    }
    change_bytes(path, bytes, 60, 20240602);
  }
}

}  // namespace
}  // namespace basepeak::test
