// Every run of the reference data against what its manifest says a correct reader reports, and the
// same run in several formats against itself.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/error.h"
#include "engine/read/spectrum_text.h"
#include "tests/support/reference_data.h"
#include "tests/support/run_summary.h"

namespace basepeak::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// A tab-separated line whose fields may be quoted as in CSV.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back().push_back('"');
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '\t' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back().push_back(c);
    }
  }
  return fields;
}

struct Row {
  std::string path;
  json expected;
};

std::vector<Row> manifest(const fs::path& runs) {
  std::vector<Row> rows;
  std::ifstream file(runs / "MANIFEST.tsv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const auto fields = fields_of(line);
    if (fields.size() != 10) throw std::runtime_error("manifest line: " + line);
    rows.push_back({fields[0], json::parse(fields[9])});
  }
  return rows;
}

class Comparison {
 public:
  void equal(const std::string& what, double expected, double found, double relative = 1e-6) {
    if (std::abs(found - expected) > relative * std::max(1e-3, std::abs(expected))) {
      differences_ << "  " << what << ": expected " << std::setprecision(12) << expected
                   << ", found " << found << "\n";
    }
  }
  void near(const std::string& what, double expected, double found, double absolute) {
    if (!(std::abs(found - expected) <= absolute)) {
      differences_ << "  " << what << ": expected " << std::setprecision(12) << expected
                   << ", found " << found << "\n";
    }
  }
  [[nodiscard]] std::string differences() const { return differences_.str(); }

 private:
  std::ostringstream differences_;
};

std::size_t left_out_peaks(const RunSummary& run) {
  std::size_t count = 0;
  for (const Skipped& skipped : run.skipped) {
    if (skipped.why.find("of impossible m/z") != std::string::npos) {
      count += std::stoul(skipped.why);
    }
  }
  return count;
}

// Stored with single precision the manifest's m/z is 41.09999847 where the reader's is 41.1.
constexpr double kSinglePrecision = 1e-6;

std::string compare_agilent(const json& expected, const RunSummary& run) {
  Comparison compare;
  compare.equal("scans", expected["scans"], static_cast<double>(run.scans), 0.0);
  compare.near("first time", expected["rt_first_s"], run.first_s.value_or(-1), 1e-9);
  compare.near("last time", expected["rt_last_s"], run.last_s.value_or(-1), 1e-9);
  compare.equal("peaks", expected["peaks"], static_cast<double>(run.peaks), 0.0);
  compare.near("lowest m/z", expected["mz_min"], run.lowest_mz, 1e-9);
  compare.near("highest m/z", expected["mz_max"], run.highest_mz, 1e-9);
  compare.equal("directory total", expected["tic_dir_sum"], run.total_sum, 1e-12);
  compare.equal("sum of peaks", expected["peak_sum"], run.peak_sum, 1e-12);
  const Spectrum& top = run.largest_total;
  compare.near("time of the largest total", expected["max_tic_rt_s"],
               top.acquisition.retention_s.value_or(-1), 1e-9);
  compare.near("its base peak", expected["max_tic_base_mz"], top.peaks.base_mz(), 1e-9);
  compare.equal("its base intensity", expected["max_tic_base_int"],
                static_cast<double>(top.peaks.base_intensity()), 0.0);
  return compare.differences();
}

std::string compare_andi(const json& expected, const RunSummary& run) {
  Comparison compare;
  compare.equal("scans", expected["scans"], static_cast<double>(run.scans), 0.0);
  if (!run.header.is_spectrum_collection) {
    compare.near("first time", expected["rt_first_s"], run.first_s.value_or(-1), 1e-4);
    compare.near("last time", expected["rt_last_s"], run.last_s.value_or(-1), 1e-4);
    compare.near("time of the richest scan", expected["max_scan_rt_s"],
                 run.richest.acquisition.retention_s.value_or(-1), 1e-4);
  }
  compare.equal("peaks", expected["peaks"], static_cast<double>(run.peaks + left_out_peaks(run)),
                0.0);
  compare.equal("lowest m/z", expected["mz_min"], run.lowest_mz, kSinglePrecision);
  compare.equal("highest m/z", expected["mz_max"], run.highest_mz, kSinglePrecision);
  compare.equal("sum of peaks", expected["peak_sum"], run.peak_sum);
  compare.near("base peak of the richest scan", expected["max_scan_base_mz"],
               run.richest.peaks.base_mz(), 6e-5);
  const bool is_negative = expected["polarity"] == "Negative Polarity";
  compare.equal("scans of its polarity", static_cast<double>(run.scans),
                static_cast<double>(
                    run.polarities.count(is_negative ? Polarity::negative : Polarity::positive) > 0
                        ? run.scans
                        : 0));
  const bool is_continuum = expected["type"] == "Continuum Mass Spectrum";
  compare.equal("centroided scans", is_continuum ? 0.0 : static_cast<double>(run.scans),
                static_cast<double>(run.centroided), 0.0);
  return compare.differences();
}

std::string compare_xml(const json& expected, const RunSummary& run) {
  Comparison compare;
  std::size_t light = 0;  // scans without an MS level
  for (const char* none : {"null", "0"}) {
    if (expected["levels"].contains(none)) light += expected["levels"][none].get<std::size_t>();
  }
  compare.equal("scans", expected["spectra"], static_cast<double>(run.scans + light), 0.0);
  const std::size_t left_out = left_out_peaks(run);
  compare.equal("peaks", expected["peaks"], static_cast<double>(run.peaks + left_out), 0.0);
  for (const auto& [level, count] : expected["levels"].items()) {
    if (level == "null" || level == "0") continue;
    const auto found = run.levels.find(std::stoi(level));
    compare.equal("scans of level " + level, count,
                  found == run.levels.end() ? 0.0 : static_cast<double>(found->second), 0.0);
  }
  for (const auto& [sign, count] : expected["polarity"].items()) {
    const Polarity polarity = sign == "+" || sign == "Positive" ? Polarity::positive
                              : sign == "-"                     ? Polarity::negative
                                                                : Polarity::unknown;
    const auto found = run.polarities.find(polarity);
    const std::size_t scans = found == run.polarities.end() ? 0 : found->second;
    const bool includes_light = polarity == Polarity::unknown;
    compare.equal("scans of polarity " + sign, count,
                  static_cast<double>(scans + (includes_light ? light : 0)), 0.0);
  }
  if (expected["centroided"].contains("False")) {
    compare.equal("profile scans", expected["centroided"]["False"],
                  static_cast<double>(run.scans - run.centroided), 0.0);
  }
  if (light == 0) {
    compare.near("first time", expected["rt_first_s"], run.first_s.value_or(-1), 1e-4);
    compare.near("last time", expected["rt_last_s"], run.last_s.value_or(-1), 1e-4);
  }
  // The example files with peaks of m/z 0 lose them, and their intensities with them.
  if (expected["peaks"] == 0 || left_out > 0) return compare.differences();
  compare.equal("lowest m/z", expected["mz_min"], run.lowest_mz, kSinglePrecision);
  compare.equal("highest m/z", expected["mz_max"], run.highest_mz, kSinglePrecision);
  double sum = 0.0;
  for (const char* level : {"ticsum_ms0", "ticsum_ms1", "ticsum_ms2"}) {
    if (expected.contains(level)) sum += expected[level].get<double>();
  }
  compare.equal("sum of peaks", sum, run.peak_sum);
  const json& top = expected["max_spectrum"];
  compare.near("time of the richest scan", top["rt"],
               run.richest.acquisition.retention_s.value_or(-1), 1e-4);
  compare.near("its base peak", top["bp_mz"], run.richest.peaks.base_mz(), 6e-5);
  compare.equal("its base intensity", top["bp"],
                static_cast<double>(run.richest.peaks.base_intensity()));
  return compare.differences();
}

std::string compare_jcamp(const json& expected, const RunSummary& run) {
  Comparison compare;
  const bool is_cut = expected["scans"] != expected["complete_scans"];
  compare.equal("scans", expected["complete_scans"], static_cast<double>(run.scans), 0.0);
  if (!is_cut) {
    compare.equal("points", expected["points"], static_cast<double>(run.peaks), 0.0);
    compare.equal("lowest m/z", expected["mz"][0], run.lowest_mz, 1e-9);
    compare.equal("highest m/z", expected["mz"][1], run.highest_mz, 1e-9);
    compare.equal("sum of peaks", expected["peak_sum"], run.peak_sum);
  }
  if (!expected["rt"][0].is_null()) {
    compare.near("first time", expected["rt"][0], run.first_s.value_or(-1), 1e-6);
    if (!is_cut) compare.near("last time", expected["rt"][1], run.last_s.value_or(-1), 1e-6);
    compare.near("time of the richest scan", expected["max"]["rt"],
                 run.richest.acquisition.retention_s.value_or(-1), 1e-6);
  }
  compare.near("base peak", expected["max"]["bp"], run.richest.peaks.base_mz(), 1e-6);
  compare.equal("base intensity", expected["max"]["int"],
                static_cast<double>(run.richest.peaks.base_intensity()));
  return compare.differences();
}

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
  for (const Row& row : manifest(runs)) {
    std::string (*compare)(const json&, const RunSummary&) =
        row.expected.contains("tic_dir_sum")      ? compare_agilent
        : row.expected.contains("tic_var_sum")    ? compare_andi
        : row.expected.contains("complete_scans") ? compare_jcamp
        : row.expected.contains("levels")         ? compare_xml
                                                  : nullptr;
    if (compare == nullptr || is_refused(row.path)) continue;
    ++described;
    std::string differences;
    try {
      differences = compare(row.expected, summary_of(runs / row.path));
    } catch (const Error& error) {
      differences = std::string("  refused: ") + error.what();
    }
    if (differences.empty()) {
      ++equal;
    } else {
      ADD_FAILURE() << row.path << "\n" << differences;
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
