#include "engine/read/write_agilent.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/expect_error.h"
#include "tests/support/run_summary.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

Spectrum scan_of(std::vector<double> mz, std::vector<float> intensity, double retention_s = 1.0) {
  Spectrum spectrum;
  spectrum.peaks = Peaks::from_unsorted(mz, intensity);
  spectrum.total_ion_signal = spectrum.peaks.total();
  spectrum.acquisition.retention_s = retention_s;
  return spectrum;
}

Peaks written_and_read(const Spectrum& spectrum) {
  const TemporaryFolder folder;
  write_chemstation(folder.path() / "x.D", RunHeader{}, std::vector{spectrum});
  return spectra_of(folder.path() / "x.D").at(0).peaks;
}

TEST(WriteChemstation, WritesWhatTheReaderReadsBackExactly) {
  const TemporaryFolder folder;
  RunHeader header;
  header.sample = "tablet 7";
  header.operator_name = "an analyst";
  header.acquired = "01 Feb 24  03:04 pm";
  header.acquisition_method = "SCREEN.M";
  header.instrument = "GCMS";
  std::vector<Spectrum> scans = small_scans();
  scans[3].total_ion_signal = 4000000000.0;
  scans[5] = scan_of({}, {}, *scans[5].acquisition.retention_s);
  write_chemstation(folder.path() / "A.D", header, scans);
  const std::vector<Spectrum> read = spectra_of(folder.path() / "A.D");
  ASSERT_EQ(read.size(), scans.size());
  for (std::size_t i = 0; i < scans.size(); ++i) {
    EXPECT_EQ(read[i].peaks, scans[i].peaks);
    EXPECT_EQ(read[i].acquisition.retention_s, scans[i].acquisition.retention_s);
    EXPECT_EQ(read[i].total_ion_signal, scans[i].total_ion_signal);
    EXPECT_EQ(read[i].acquisition.scan, i + 1);
  }
  const RunSummary run = summary_of(folder.path() / "A.D");
  EXPECT_TRUE(run.skipped.empty());
  EXPECT_EQ(run.header.name, "A.D");
  EXPECT_EQ(run.header.sample, header.sample);
  EXPECT_EQ(run.header.operator_name, header.operator_name);
  EXPECT_EQ(run.header.acquired, header.acquired);
  EXPECT_EQ(run.header.acquisition_method, header.acquisition_method);
  EXPECT_EQ(run.header.instrument, header.instrument);
  EXPECT_EQ(run.header.separation, Separation::gas_chromatography);
}

TEST(WriteChemstation, KeepsIntensitiesWithinHalfAStepOfTheirRange) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> exponent(0.0, 6.9);
  std::vector<double> mz;
  std::vector<float> intensity;
  for (int mass = 40; mass < 640; ++mass) {
    mz.push_back(mass);
    intensity.push_back(static_cast<float>(std::pow(10.0, exponent(random))));
  }
  const Peaks read = written_and_read(scan_of(mz, intensity));
  ASSERT_EQ(read.size(), mz.size());
  for (std::size_t i = 0; i < mz.size(); ++i) {
    const double value = intensity[i];
    const double step = value < 16383.5     ? 1.0
                        : value < 131068.0  ? 8.0
                        : value < 1048544.0 ? 64.0
                                            : 512.0;
    EXPECT_NEAR(read.intensity()[i], value, 0.5 * step + 1e-3 * step) << "m/z " << mz[i];
  }
}

TEST(WriteChemstation, AddsPeaksThatFallOnOneMassAndDropsThoseBelowOneHalf) {
  const Peaks read = written_and_read(scan_of({57.01, 57.02, 71.0, 85.13}, {10, 20, 0.4F, 3}));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read.mz()[0], 57.0);
  EXPECT_EQ(read.intensity()[0], 30.0F);
  EXPECT_EQ(read.mz()[1], 85.15);
}

TEST(WriteChemstation, HoldsTheLargestValueOfTheFormatAndRefusesMore) {
  EXPECT_EQ(written_and_read(scan_of({73.1}, {8388096.0F})).intensity()[0], 8388096.0F);
  expect_input_error([] { written_and_read(scan_of({73.1}, {8400000.0F})); }, "scan 1", "8388096");
}

TEST(WriteChemstation, RefusesWhatTheFormatCannotHold) {
  Spectrum untimed = scan_of({50.0}, {1.0F});
  untimed.acquisition.retention_s.reset();
  expect_input_error([&] { written_and_read(untimed); }, "scan 1", "no retention time");
  expect_input_error([] { written_and_read(scan_of({4000.0}, {1.0F})); }, "3276.75");
  const TemporaryFolder folder;
  const std::vector<Spectrum> disordered{scan_of({50.0}, {1.0F}, 2.0),
                                         scan_of({50.0}, {1.0F}, 1.0)};
  expect_input_error([&] { write_chemstation(folder.path() / "x.D", RunHeader{}, disordered); },
                     "scan 2", "before the last scan");
  expect_input_error([&] { write_chemstation(folder.path() / "x.D", RunHeader{}, {}); },
                     "without scans");
}

}  // namespace
}  // namespace basepeak::test
