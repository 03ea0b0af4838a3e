// Every run of the reference data against what its manifest says a correct reader reports, and the
// same run in several formats against itself.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/error.h"
#include "engine/read/spectrum_text.h"
#include "tests/conformance/run_manifest.h"
#include "tests/support/reference_data.h"
#include "tests/support/run_summary.h"

namespace basepeak::test {
namespace {

namespace fs = std::filesystem;

// Runs that the manifest describes but that this reader refuses, by the manifest's own remarks.
bool is_refused(const std::string& path) {
  for (const char* refused :
       {"tiny.pwiz.idx.mzML", "tiny.pwiz.err.idx.mzML", "empty_msLevel_tag.mzXML", "SRM.mzML"}) {
    if (path.ends_with(refused)) return true;
  }
  return false;
}

TEST(Readers, ReportEveryRunOfTheManifestAsItSays) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  const fs::path runs = *data / "runs";
  std::size_t described = 0;
  std::size_t equal = 0;
  for (const ManifestRow& row : manifest(runs)) {
    if (!describes_a_run(row) || is_refused(row.path)) continue;
    ++described;
    std::string found;
    try {
      found = differences(row, summary_of(runs / row.path));
    } catch (const Error& error) {
      found = std::string("  refused: ") + error.what();
    }
    if (found.empty()) {
      ++equal;
    } else {
      ADD_FAILURE() << row.path << "\n" << found;
    }
  }
  std::cout << equal << " of " << described << " runs are read as the manifest says\n";
  EXPECT_GE(described, 80U);
}

TEST(Readers, RefuseWhatCannotBeReadAndSayWhy) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  const fs::path runs = *data / "runs";
  struct Refusal {
    const char* path;
    const char* reason;
  };
  const Refusal refusals[] = {
      {"vendor_unreadable/tsq_quantum.raw", "Thermo"},
      {"vendor_unreadable/drugx_01.raw", "mzML"},
      {"vendor_unreadable/white.raw", "Waters"},
      {"vendor_unreadable/white.raw/_FUNC001.IDX", "no format known"},
      {"andi/agilent-gcms-tic.cdf", "holds no spectra"},
      {"xml/SRM.mzML", "no scans"},
      {"xml/tiny.pwiz.idx.mzML", "1.1.0"},
      {"xml/tiny.pwiz.err.idx.mzML", "1.1.0"},
      {"xml/openms/IndexedmzMLFile_2_broken.mzML", "holds no scans"},
      {"xml/openms/IndexedmzMLFile_3_broken.mzML", "holds no scans"},
      {"xml/openms/MzMLFile_6_uncompresscor.MzML.gz", "damaged gzip"},
      {"xml/openms/degenerate_empty.mzML", "is empty"},
      {"agilent/lrcfs_etizolam_batch/220223018.D/AcqData", "without a run in it"},
      {"agilent/lrcfs_etizolam_batch/220223018.D/acqmeth.txt", "UTF-16"},
      {"agilent/lrcfs_etizolam_batch/ms1_by_proteowizard/220223001.ms1", "MS1/MS2"},
      {"semi-synthetic/NOTICE.txt", "not a format known"},
  };
  for (const Refusal& refusal : refusals) {
    try {
      static_cast<void>(summary_of(runs / refusal.path));
      ADD_FAILURE() << refusal.path << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
      const std::string message = error.what();
      EXPECT_NE(message.find(refusal.path), std::string::npos) << message;
      EXPECT_NE(message.find(refusal.reason), std::string::npos) << message;
    }
  }
}

TEST(Readers, TakeTheChemstationTotalThatAgilentExports) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  std::size_t equal = 0;
  std::size_t scans = 0;
  for (const auto& folder : fs::directory_iterator(*data / "runs/agilent/lrcfs_etizolam_batch")) {
    std::ifstream file(folder.path() / "tic_front.csv");
    if (!file) continue;
    const std::vector<Spectrum> spectra = spectra_of(folder.path());
    std::size_t scan = 0;
    for (std::string line; std::getline(file, line);) {
      double minutes = 0.0;
      double total = 0.0;
      if (std::sscanf(line.c_str(), "%lf,%lf", &minutes, &total) != 2) continue;
      ASSERT_LT(scan, spectra.size()) << folder.path();
      const Spectrum& spectrum = spectra[scan++];
      ++scans;
      equal += spectrum.total_ion_signal == total &&
                       std::abs(*spectrum.acquisition.retention_s - 60.0 * minutes) < 0.004
                   ? 1
                   : 0;
    }
    EXPECT_EQ(scan, spectra.size()) << folder.path();
  }
  std::cout << equal << " of " << scans << " scans have Agilent's own total\n";
  EXPECT_GT(scans, 50000U);
  EXPECT_EQ(equal, scans);
}

void expect_equal_spectra(const std::vector<Spectrum>& expected, const std::vector<Spectrum>& found,
                          double mz_tolerance, double intensity_tolerance) {
  ASSERT_EQ(expected.size(), found.size());
  std::size_t differing = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Peaks& a = expected[i].peaks;
    const Peaks& b = found[i].peaks;
    bool same = a.size() == b.size();
    for (std::size_t k = 0; same && k < a.size(); ++k) {
      same =
          std::abs(a.mz()[k] - b.mz()[k]) <= mz_tolerance * a.mz()[k] &&
          std::abs(a.intensity()[k] - b.intensity()[k]) <= intensity_tolerance * a.intensity()[k];
    }
    differing += same ? 0 : 1;
    EXPECT_NEAR(*expected[i].acquisition.retention_s, *found[i].acquisition.retention_s, 0.0031);
  }
  EXPECT_EQ(differing, 0U) << "of " << expected.size() << " scans";
}

TEST(Readers, GiveOneRunTheSameSpectraInSixEncodings) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  const auto expected = spectra_of(*data / "runs/agilent/lrcfs_etizolam_batch/220223018.D");
  const fs::path folder = *data / "runs/xml/same_run_encodings";
  for (const char* exact : {"r018_32.mzXML.gz", "r018_zlib64.mzXML.gz",
                            "r018_none32_noindex.mzML.gz", "r018_zlib64_indexed.mzML.gz"}) {
    SCOPED_TRACE(exact);
    expect_equal_spectra(expected, spectra_of(folder / exact), 0.0, 0.0);
  }
  // Numpress rounds: m/z to 2e-9 relative, slof intensities to 2e-4 (Teleman et al. 2014).
  SCOPED_TRACE("numpress");
  expect_equal_spectra(expected, spectra_of(folder / "r018_numpress_pic.mzML.gz"), 1e-8, 0.0);
  expect_equal_spectra(expected, spectra_of(folder / "r018_numpress_zlib.mzML.gz"), 1e-8, 2e-4);
}

TEST(Readers, GiveAChemstationRunTheSpectraOfItsAndiExport) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  const fs::path dev = *data / "runs/semi-synthetic/dev";
  expect_equal_spectra(spectra_of(dev / "DEV-A.D"), spectra_of(dev / "DEV-A.cdf"), 0.0, 0.0);
}

TEST(Readers, GiveACutJcampRunTheWholeScansOfItsChemstationOriginal) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  auto original = spectra_of(*data / "runs/agilent/other/GC01_0812_066.D");
  original.resize(2614);
  expect_equal_spectra(original, spectra_of(*data / "runs/jcamp/gc01_0812_066.jdx.gz"), 0.0, 0.0);
}

TEST(Readers, ReadEveryRecordOfTheReferenceLibraries) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  std::map<std::string, std::size_t> records;
  std::size_t problems = 0;
  for (const auto& file : fs::directory_iterator(*data / "spectra")) {
    const std::string name = file.path().filename().string();
    if (!name.ends_with(".msp.gz")) continue;
    EXPECT_EQ(read_spectrum_text(file.path(),
                                 [&](TextRecord&& record) {
                                   ++records[name.substr(0, 3)];
                                   problems += record.problems.size();
                                 }),
              TextFormat::msp);
  }
  EXPECT_EQ(records["ei_"], 14256U);
  EXPECT_EQ(records["esi"], 51253U);
  EXPECT_EQ(problems, 0U);
}

TEST(Readers, PrintNothing) {
  const auto data = reference_data();
  if (!data) GTEST_SKIP() << kNoReferenceData;
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  for (const char* path :
       {"xml/1ppm1.trimmed.mzdata", "xml/empty_msLevel_tag.mzXML", "xml/mzML_with_UV.mzML",
        "xml/openms/degenerate_empty_XML.mzML", "andi/conformance/EXTREL_LIBRARY.CDF"}) {
    try {
      static_cast<void>(summary_of(*data / "runs" / path));
    } catch (const Error&) {
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace basepeak::test
