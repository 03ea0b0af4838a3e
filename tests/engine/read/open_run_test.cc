#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/read/run.h"
#include "engine/read/write_agilent.h"
#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/run_summary.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using ::testing::HasSubstr;

class OpenRun : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path in(const std::string& name) const { return folder_.path() / name; }
  void make_run(const std::string& name) {
    write_chemstation(in(name), RunHeader{}, small_scans());
  }
  void expect_refusal(const std::string& name, const std::string& reason) {
    expect_input_error([&] { static_cast<void>(open_run(in(name))); }, in(name).string(), reason);
    expect_input_error([&] { static_cast<void>(run_data_file(in(name))); }, in(name).string(),
                       reason);
  }
  TemporaryFolder folder_;
};

TEST_F(OpenRun, NamesTheRunByItsFolderHoweverThePathIsWritten) {
  make_run("HO-A.D");
  EXPECT_EQ(open_run(in("HO-A.D"))->header().name, "HO-A.D");
  EXPECT_EQ(open_run(in("HO-A.D/"))->header().name, "HO-A.D");
  EXPECT_EQ(open_run(in("HO-A.D/."))->header().name, "HO-A.D");
  EXPECT_EQ(open_run(in("HO-A.D/DATA.MS"))->header().name, "DATA.MS");
}

TEST_F(OpenRun, FindsTheDataFileWhateverItsCase) {
  make_run("a.d");
  fs::rename(in("a.d/DATA.MS"), in("a.d/Data.ms"));
  EXPECT_EQ(run_data_file(in("a.d")), in("a.d/Data.ms"));
  EXPECT_EQ(summary_of(in("a.d")).scans, 8U);
}

TEST_F(OpenRun, NamesFurtherSignalsAsUnreadAndReadsThemByTheirOwnPath) {
  make_run("a.D");
  fs::copy(in("a.D/DATA.MS"), in("a.D/dataSim.ms"));
  const RunSummary run = summary_of(in("a.D"));
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "dataSim.ms");
  EXPECT_EQ(summary_of(in("a.D/dataSim.ms")).scans, 8U);
}

TEST_F(OpenRun, ReadsTheFirstOfTheSignalsOfAnLcRun) {
  make_run("a.D");
  fs::copy(in("a.D/DATA.MS"), in("a.D/MSD2.MS"));
  fs::rename(in("a.D/DATA.MS"), in("a.D/MSD1.MS"));
  EXPECT_EQ(run_data_file(in("a.D")).filename(), "MSD1.MS");
  EXPECT_EQ(summary_of(in("a.D")).skipped.at(0).where, "MSD2.MS");
}

TEST_F(OpenRun, PrefersDataMsToWhatMassHunterLeftBesideIt) {
  make_run("a.D");
  fs::create_directory(in("a.D/AcqData"));
  write_file(in("a.D/AcqData/MSScan.bin"), "x");
  EXPECT_EQ(summary_of(in("a.D")).scans, 8U);
}

TEST_F(OpenRun, RefusesFoldersOfOtherMakersWithAdvice) {
  fs::create_directories(in("hunter.D/AcqData"));
  write_file(in("hunter.D/AcqData/MSScan.bin"), "x");
  expect_refusal("hunter.D", "MassHunter");
  fs::create_directory(in("waters.raw"));
  write_file(in("waters.raw/_FUNC001.DAT"), "x");
  expect_refusal("waters.raw", "Waters");
  fs::create_directory(in("bruker.d"));
  write_file(in("bruker.d/analysis.tdf"), "x");
  expect_refusal("bruker.d", "export it");
  fs::create_directory(in("empty"));
  expect_refusal("empty", "without a run in it");
}

TEST_F(OpenRun, RefusesAFolderWhoseDataFileIsSomethingElse) {
  fs::create_directory(in("a.D"));
  write_file(in("a.D/data.ms"), "Name: x\nNum Peaks: 1\n41 1\n");
  expect_input_error([&] { static_cast<void>(open_run(in("a.D"))); }, "in spite of its name");
}

TEST_F(OpenRun, TellsWhatIsMissingOrEmpty) {
  expect_refusal("no such.mzML", "no such file or folder");
  write_file(in("nothing.cdf"), "");
  expect_refusal("nothing.cdf", "is empty");
  write_gzip(in("nothing.msp.gz"), "");
  expect_refusal("nothing.msp.gz", "is empty");
}

TEST_F(OpenRun, RefusesFormatsItKnowsButCannotReadByTheirContent) {
  const std::pair<std::string, std::string> files[] = {
      {"PK\x03\x04 and more", "ZIP"},
      {"\x89HDF\r\n\x1A\n"s, "HDF5"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 qgd", "Shimadzu"},
      {"\x01\xA1"s + "F\0i\0n\0n\0i\0g\0a\0n\0"s, "Thermo"},
      {"BZh91AY", "bzip2"},
      {"CDF\x05 more", "64-bit"},
      {"SQLite format 3\0"s, "SQLite"},
      {"\xFF\xFE<\0"s, "UTF-16"},
      {"H\tCreationDate\tMon\n", "MS1/MS2"},
      {"<?xml version=\"1.0\"?><html/>", "first element is <html>"},
      {"a\0b\0"s, "binary"},
      {"just some text\n", "not a format known here"},
  };
  for (const auto& [content, reason] : files) {
    write_file(in("odd.cdf"), content);
    expect_refusal("odd.cdf", reason);
  }
}

TEST_F(OpenRun, RefusesABinaryRunPackedWithGzipRatherThanMisreadIt) {
  make_run("a.D");
  write_gzip(in("data.ms"), read_file(in("a.D/DATA.MS")));
  expect_refusal("data.ms", "unpack it first");
}

TEST_F(OpenRun, TellsFormatsByContentNotByName) {
  write_file(in("spectra.raw"), msp_of(small_scans()));
  write_file(in("run.txt"), mzml_of(small_scans()));
  write_andi(in("run.dat"), small_scans());
  EXPECT_EQ(open_run(in("spectra.raw"))->header().format, "MSP");
  EXPECT_EQ(open_run(in("run.txt"))->header().format, "mzML");
  EXPECT_EQ(open_run(in("run.dat"))->header().format, "ANDI/MS netCDF");
}

TEST_F(OpenRun, NamesASecondDataFileThatDiffersInCaseAlone) {
  make_run("a.D");
  fs::copy(in("a.D/DATA.MS"), in("a.D/data.ms"));
  EXPECT_EQ(run_data_file(in("a.D")).filename(), "DATA.MS");
  const RunSummary run = summary_of(in("a.D"));
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "data.ms");
}

}  // namespace
}  // namespace basepeak::test
