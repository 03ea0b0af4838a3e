#include "engine/read/agilent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/read/agilent_format.h"
#include "engine/read/write_agilent.h"
#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/run_summary.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

using ::testing::HasSubstr;

class Agilent : public ::testing::Test {
 protected:
  Agilent() {
    write_chemstation(folder_.path() / "A.D", RunHeader{}, scans_);
    bytes_ = read_file(folder_.path() / "A.D" / "DATA.MS");
  }
  // The run with its bytes changed.
  RunSummary read() {
    write_file(path(), bytes_);
    return summary_of(path());
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "A.D" / "DATA.MS"; }
  void set_u32(std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes_[at + i] = static_cast<char>(value >> (24 - 8 * i));
  }
  // Byte of the record of a scan, 0-based; the small scans are all of one length.
  [[nodiscard]] static std::size_t record_of(std::size_t scan) {
    return agilent::kLongHeader + scan * 2 * (14 + 2 * 4);
  }

  TemporaryFolder folder_;
  std::vector<Spectrum> scans_ = small_scans();
  std::string bytes_;
};

TEST_F(Agilent, RefusesAFileCutInTheHeader) {
  bytes_.resize(400);
  expect_input_error([&] { read(); }, "DATA.MS", "cut inside its header");
}

TEST_F(Agilent, KeepsTheWholeScansOfACutFileAndSaysWhereItEnds) {
  bytes_.resize(record_of(5) + 20);
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 5U);
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_FALSE(run.skipped[0].is_loss);
  EXPECT_TRUE(run.skipped[1].is_loss);
  EXPECT_THAT(run.skipped[1].where, HasSubstr("after scan 5"));
  EXPECT_THAT(run.skipped[1].why, HasSubstr("5 whole scans of 8 promised"));
}

TEST_F(Agilent, ReadsARunWhoseHeaderWasNeverFinished) {
  set_u32(agilent::kScans, 0);
  set_u32(agilent::kDirectory, 0);
  bytes_.resize(record_of(8));  // the directory is written last
  EXPECT_EQ(read().scans, 8U);
}

TEST_F(Agilent, DoesNotBelieveAHugeScanCount) {
  set_u32(agilent::kScans, 0x7FFFFFFF);
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  EXPECT_FALSE(run.skipped.empty());
}

TEST_F(Agilent, ReadsTheScansPastATooLowCountAndSaysSo) {
  set_u32(agilent::kScans, 3);
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  EXPECT_EQ(run.header.declared_scans, 3U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_THAT(run.skipped[0].why, HasSubstr("promises 3 scans, but 8 are there"));
  double total = 0.0;
  for (const Spectrum& scan : scans_) total += scan.total_ion_signal;
  EXPECT_EQ(run.total_sum, total);
}

TEST_F(Agilent, WalksTheScansPastATooLowCountWhereTheDirectoryEndsToo) {
  set_u32(agilent::kScans, 3);
  bytes_.resize(record_of(8) + 3 * agilent::kDirectoryEntry);
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_THAT(run.skipped[0].why, HasSubstr("promises 3 scans, but 8 are there"));
}

TEST_F(Agilent, LosesScansBetweenTheLastRecordAndTheDirectoryThatCannotBeRead) {
  set_u32(agilent::kScans, 3);
  bytes_.resize(record_of(8) + 3 * agilent::kDirectoryEntry);
  bytes_[record_of(3) + 12] = '\x7F';  // more peaks than the record has room for
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 3U);
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_TRUE(run.skipped[0].is_loss);
  EXPECT_THAT(run.skipped[0].why, HasSubstr("220 bytes before the file's directory"));
  EXPECT_TRUE(run.skipped[1].is_loss);
  EXPECT_THAT(run.skipped[1].why, HasSubstr("the header's last time is 61750 ms"));
}

TEST_F(Agilent, DoesNotTakeASecondDirectoryForScans) {
  bytes_ += bytes_.substr(record_of(8));
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  EXPECT_TRUE(run.skipped.empty());
}

TEST_F(Agilent, SaysWhatIsOddWhereNoPromisedScanIsMissing) {
  set_u32(agilent::kDirectory, 0);
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_FALSE(run.skipped[1].is_loss);
  EXPECT_THAT(run.skipped[1].why, HasSubstr("all 8 promised scans were read"));
}

TEST_F(Agilent, WalksTheRecordsWhereTheDirectoryIsWrong) {
  set_u32(record_of(8), 1);  // the first entry points into the header
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  EXPECT_EQ(run.skipped.front().where, "directory");
}

TEST_F(Agilent, LeavesOutADamagedRecordAndNamesIt) {
  bytes_[record_of(2) + 12] = '\x7F';  // more peaks than the record has room for
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 7U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "scan 3");
  EXPECT_TRUE(run.skipped[0].is_loss);
}

// A disk sector of zeros: counted as m/z 0 and left out, it made an empty scan of the maximum.
TEST_F(Agilent, LeavesOutAScanWhosePeaksAreErasedAndNamesIt) {
  for (const char byte : {'\0', '\xFF'}) {
    bytes_.replace(record_of(2) + agilent::kRecordHead, 4 * agilent::kPeak, 16, byte);
    const RunSummary run = read();
    EXPECT_EQ(run.scans, 7U);
    ASSERT_EQ(run.skipped.size(), 2U);
    EXPECT_THAT(run.skipped[0].why, HasSubstr("4 peaks without an m/z"));
    EXPECT_FALSE(run.skipped[0].is_loss);
    EXPECT_EQ(run.skipped[1].where, "scan 3");
    EXPECT_TRUE(run.skipped[1].is_loss);
  }
}

TEST_F(Agilent, NamesAScanWithOneErasedPeakWhichMayHaveBeenTheBasePeak) {
  bytes_.replace(record_of(2) + agilent::kRecordHead, agilent::kPeak, 4, '\0');
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_EQ(run.skipped[1].where, "scan 3");
  EXPECT_TRUE(run.skipped[1].is_loss);
}

TEST_F(Agilent, LeavesOutASinglePeakOfNoMassWithoutCallingItALoss) {
  bytes_.replace(record_of(2) + agilent::kRecordHead, 2, 2, '\0');
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_FALSE(run.skipped[0].is_loss);
}

TEST_F(Agilent, RefusesARunOfErasedPeaksOnly) {
  for (std::size_t scan = 0; scan < 8; ++scan) {
    bytes_.replace(record_of(scan) + agilent::kRecordHead, 4 * agilent::kPeak, 16, '\0');
  }
  expect_input_error([&] { read(); }, "without a scan that can be used", "scans 1, 2");
}

TEST_F(Agilent, NamesTheScansThatCountFewerPeaksThanTheirRecordsHold) {
  bytes_[record_of(2) + 13] = 1;
  bytes_[record_of(5) + 13] = 0;  // it would be an empty scan
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 7U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "scans 3 and 6");
  EXPECT_TRUE(run.skipped[0].is_loss);
  EXPECT_THAT(run.skipped[0].why, HasSubstr("longer than its number of peaks"));
}

TEST_F(Agilent, BelievesACountThatOneOfTheTwoLengthsBearsOut) {
  bytes_[record_of(2) + 7] += 4;                                            // the second length
  bytes_.replace(record_of(4) + agilent::kRecordHead + 4 * 4, 4, 4, '\0');  // no trailer
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  EXPECT_TRUE(run.skipped.empty());
}

TEST_F(Agilent, TakesTheTotalOfTheDirectoryNotTheSumOfThePeaks) {
  set_u32(record_of(8) + 8, 123456);
  write_file(path(), bytes_);
  EXPECT_EQ(spectra_of(path())[0].total_ion_signal, 123456.0);
}

TEST_F(Agilent, SaysThatRetentionTimeRunsBackwards) {
  for (const std::size_t at : {record_of(4) + 2, record_of(8) + 12 * 4 + 4}) set_u32(at, 1000);
  const RunSummary run = read();
  EXPECT_EQ(run.scans, 8U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "scan 5");
}

TEST_F(Agilent, SaysThatScansHoldMonitoredIonsOnly) {
  for (std::size_t scan = 0; scan < 8; ++scan) bytes_[record_of(scan) + 9] = 3;
  EXPECT_THAT(read().skipped.at(0).why, HasSubstr("selected-ion monitoring: 8 scans"));
}

TEST_F(Agilent, RefusesARunWithoutAWholeScan) {
  bytes_.resize(record_of(0) + 20);
  expect_input_error([&] { read(); }, "without a single whole scan");
}

TEST_F(Agilent, TakesGcForPositiveEiAndLcForNothingItDoesNotSay) {
  Acquisition gc = spectra_of(path())[0].acquisition;
  EXPECT_EQ(gc.ionisation, Ionisation::ei);
  EXPECT_EQ(gc.polarity, Polarity::positive);
  set_u32(agilent::kFileType, 102);
  const RunSummary run = read();
  EXPECT_EQ(run.header.separation, Separation::liquid_chromatography);
  EXPECT_EQ(run.richest.acquisition.ionisation, Ionisation::unknown);
  EXPECT_EQ(run.richest.acquisition.polarity, Polarity::unknown);
}

TEST_F(Agilent, TakesTheLcPolarityFromTheAcquisitionTextBesideIt) {
  set_u32(agilent::kFileType, 102);
  std::string wide;
  for (const char c : std::string("Ionization Mode  : API-ES\r\nPolarity : Negative\r\n")) {
    wide += {c, '\0'};
  }
  write_file(folder_.path() / "A.D" / "acq.txt", "\xFF\xFE" + wide);
  const RunSummary run = read();
  EXPECT_EQ(run.richest.acquisition.ionisation, Ionisation::esi);
  EXPECT_EQ(run.richest.acquisition.other_ionisation, "");
  EXPECT_EQ(run.richest.acquisition.polarity, Polarity::negative);
}

}  // namespace
}  // namespace basepeak::test
