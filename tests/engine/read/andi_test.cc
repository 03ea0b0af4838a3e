#include "engine/read/andi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netcdf.h>

#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/run_summary.h"
#include "tests/support/small_runs.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What the files of different makers have beyond the plain case.
struct Andi {
  std::vector<int> index{0, 2};
  std::vector<int> count{2, 2};
  std::vector<int> flags{0, 0};
  std::vector<double> time{1.0, 2.0};
  std::vector<double> mz{41.0, 91.0, 55.0, 105.0};
  std::vector<double> intensity{1.0, 2.0, 3.0, 4.0};
  nc_type mz_type = NC_DOUBLE;
  double mz_scale = 1.0;
  double mz_offset = 0.0;
  bool unlimited = false;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<std::string> names;
};

void check(int status) { ASSERT_EQ(status, NC_NOERR) << nc_strerror(status); }

std::filesystem::path written(const TemporaryFolder& folder, const Andi& andi) {
  const auto path = folder.path() / "run.cdf";
  int file = -1;
  int scans = -1;
  int points = -1;
  int letters = -1;
  check(nc_create(path.c_str(), NC_CLOBBER, &file));
  check(nc_def_dim(file, "scan_number", andi.index.size(), &scans));
  check(nc_def_dim(file, "point_number", andi.unlimited ? NC_UNLIMITED : andi.mz.size(), &points));
  check(nc_def_dim(file, "_32_byte_string", 32, &letters));
  const auto define = [&](const char* name, nc_type type, int dimension) {
    int id = -1;
    check(nc_def_var(file, name, type, 1, &dimension, &id));
    return id;
  };
  const int index = define("scan_index", NC_INT, scans);
  const int count = define("point_count", NC_INT, scans);
  const int flags = define("flag_count", NC_INT, scans);
  const int time = define("scan_acquisition_time", NC_DOUBLE, scans);
  const int total = define("total_intensity", NC_DOUBLE, scans);
  const int mz = define("mass_values", andi.mz_type, points);
  const int intensity = define("intensity_values", NC_DOUBLE, points);
  int names = -1;
  const int shape[] = {scans, letters};
  check(nc_def_var(file, "entry_name", NC_CHAR, 2, shape, &names));
  check(nc_put_att_double(file, mz, "scale_factor", NC_DOUBLE, 1, &andi.mz_scale));
  check(nc_put_att_double(file, mz, "add_offset", NC_DOUBLE, 1, &andi.mz_offset));
  for (const auto& [name, value] : andi.attributes) {
    check(nc_put_att_text(file, NC_GLOBAL, name.c_str(), value.size(), value.data()));
  }
  check(nc_enddef(file));
  const std::vector<double> missing(andi.index.size(), -9999.0);
  check(nc_put_var_int(file, index, andi.index.data()));
  check(nc_put_var_int(file, count, andi.count.data()));
  check(nc_put_var_int(file, flags, andi.flags.data()));
  check(nc_put_var_double(file, time, andi.time.data()));
  check(nc_put_var_double(file, total, missing.data()));
  const std::size_t start = 0;
  const std::size_t length = andi.mz.size();
  check(nc_put_vara_double(file, mz, &start, &length, andi.mz.data()));
  check(nc_put_vara_double(file, intensity, &start, &length, andi.intensity.data()));
  for (std::size_t i = 0; i < andi.names.size(); ++i) {
    const std::size_t from[] = {i, 0};
    const std::size_t extent[] = {1, andi.names[i].size()};
    check(nc_put_vara_text(file, names, from, extent, andi.names[i].data()));
  }
  check(nc_close(file));
  return path;
}

TEST(AndiReader, AppliesScaleAndOffset) {
  const TemporaryFolder folder;
  Andi andi;
  andi.mz_type = NC_INT;
  andi.mz_scale = 0.001;
  andi.mz_offset = 0.5;
  andi.mz = {40500, 90500, 54500, 104500};
  const auto spectra = spectra_of(written(folder, andi));
  EXPECT_THAT(std::vector(spectra[0].peaks.mz().begin(), spectra[0].peaks.mz().end()),
              ElementsAre(41.0, 91.0));
}

TEST(AndiReader, GivesSinglePrecisionMassesAsTheDecimalsTheyStandFor) {
  const TemporaryFolder folder;
  Andi andi;
  andi.mz_type = NC_FLOAT;
  andi.mz = {25.85, 91.1, 429.2, 601.05};
  const auto spectra = spectra_of(written(folder, andi));
  EXPECT_EQ(spectra[0].peaks.mz()[0], 25.85);
  EXPECT_EQ(spectra[1].peaks.mz()[1], 601.05);
}

TEST(AndiReader, LeavesOutTheFlagRecordsAfterAScan) {
  const TemporaryFolder folder;
  Andi andi;
  andi.index = {0, 3};
  andi.flags = {1, 1};
  andi.mz = {41.0, 91.0, 1.0, 55.0, 105.0, 2.0};
  andi.intensity = {1.0, 2.0, 64.0, 3.0, 4.0, 64.0};
  const RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.peaks, 4U);
  EXPECT_EQ(run.peak_sum, 10.0);
  EXPECT_TRUE(run.skipped.empty());
}

TEST(AndiReader, DoesNotBelieveAStaleCountOfPoints) {
  const TemporaryFolder folder;
  Andi andi;
  andi.count = {1000000, 2000000000};
  const RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.peaks, 4U);
  EXPECT_TRUE(run.skipped.empty());
}

TEST(AndiReader, LeavesOutAScanWithAnImpossibleIndexAndNamesIt) {
  const TemporaryFolder folder;
  Andi andi;
  andi.index = {0, 999999};
  const RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.scans, 1U);
  EXPECT_EQ(run.peaks, 2U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "scan 2");
  EXPECT_THAT(run.skipped[0].why, HasSubstr("not among the 4 stored"));
  EXPECT_TRUE(run.skipped[0].is_loss);
}

TEST(AndiReader, NamesTheScansWhosePointsNoScanUses) {
  const TemporaryFolder folder;
  Andi andi;
  andi.count = {1, 0};  // the second would be an empty scan
  const RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.scans, 1U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "scans 1 and 2");
  EXPECT_THAT(run.skipped[0].why, HasSubstr("3 stored points are in no scan"));
  EXPECT_TRUE(run.skipped[0].is_loss);
}

TEST(AndiReader, LeavesOutAScanThatAnotherOneOverlaps) {
  const TemporaryFolder folder;
  Andi andi;
  andi.index = {0, 0};
  const RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.scans, 1U);
  ASSERT_EQ(run.skipped.size(), 1U);
  EXPECT_EQ(run.skipped[0].where, "scans 1 and 2");
  EXPECT_TRUE(run.skipped[0].is_loss);
}

// What netCDF puts where nothing was written.
TEST(AndiReader, TakesFillValuesForMissing) {
  const TemporaryFolder folder;
  Andi andi;
  andi.time = {1.0, NC_FILL_DOUBLE};
  andi.intensity = {NC_FILL_DOUBLE, NC_FILL_DOUBLE, 3.0, 4.0};
  const RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.scans, 1U);
  EXPECT_FALSE(run.last_s.has_value());
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_EQ(run.skipped[1].where, "scan 1");
  EXPECT_TRUE(run.skipped[1].is_loss);
}

TEST(AndiReader, LeavesOutImpossiblePointsAndCountsThem) {
  const TemporaryFolder folder;
  Andi andi;
  andi.mz = {41.0, 1e-310, 65537.0, 105.0};
  andi.intensity = {1.0, 2.0, 3.0, -4.0};
  const RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.peaks, 1U);
  EXPECT_EQ(run.scans, 1U);
  ASSERT_EQ(run.skipped.size(), 2U);
  EXPECT_EQ(run.skipped[0].where, "2 scans");
  EXPECT_THAT(run.skipped[0].why, HasSubstr("3 points"));
  EXPECT_FALSE(run.skipped[0].is_loss);
  EXPECT_EQ(run.skipped[1].where, "scan 2");  // lost both of its points
  EXPECT_TRUE(run.skipped[1].is_loss);
}

TEST(AndiReader, TakesMinus9999ForAMissingTimeAndIgnoresTheStoredTotal) {
  const TemporaryFolder folder;
  Andi andi;
  andi.time = {-9999.0, 2.0};
  const auto spectra = spectra_of(written(folder, andi));
  EXPECT_FALSE(spectra[0].acquisition.retention_s.has_value());
  EXPECT_EQ(spectra[1].acquisition.retention_s, 2.0);
  EXPECT_EQ(spectra[0].total_ion_signal, 3.0);
}

TEST(AndiReader, ReadsPointsOnAnUnlimitedDimension) {
  const TemporaryFolder folder;
  Andi andi;
  andi.unlimited = true;
  EXPECT_EQ(summary_of(written(folder, andi)).peaks, 4U);
}

TEST(AndiReader, TakesWhatTheFileSaysOfIonisationAndNothingMore) {
  const TemporaryFolder folder;
  Andi andi;
  andi.attributes = {{"test_ionization_mode", "Electron Impact"},
                     {"test_ionization_polarity", "Positive Polarity"},
                     {"test_separation_type", "No Chromatography"},
                     {"experiment_title", "caf\xE9"},
                     {"experiment_type", "Continuum Mass Spectrum"}};
  RunSummary run = summary_of(written(folder, andi));
  EXPECT_EQ(run.richest.acquisition.ionisation, Ionisation::ei);
  EXPECT_EQ(run.richest.acquisition.polarity, Polarity::positive);
  EXPECT_EQ(run.header.separation, Separation::unknown);
  EXPECT_EQ(run.header.sample, "café");
  EXPECT_EQ(run.centroided, 0U);
  andi.attributes = {{"test_ionization_mode", "Chemical Ionization"},
                     {"test_separation_type", "Gas-Liquid Chromatography"}};
  run = summary_of(written(folder, andi));
  EXPECT_EQ(run.richest.acquisition.ionisation, Ionisation::unknown);
  EXPECT_EQ(run.richest.acquisition.other_ionisation, "Chemical Ionization");
  EXPECT_EQ(run.richest.acquisition.polarity, Polarity::unknown);
  EXPECT_EQ(run.header.separation, Separation::gas_chromatography);
}

TEST(AndiReader, TakesALibraryForSeparateNamedSpectra) {
  const TemporaryFolder folder;
  Andi andi;
  andi.attributes = {{"experiment_type", "Library Mass Spectrum"}};
  andi.names = {"benzene", "toluene"};
  const auto path = written(folder, andi);
  EXPECT_TRUE(open_run(path)->header().is_spectrum_collection);
  const auto spectra = spectra_of(path);
  EXPECT_EQ(spectra[0].label->name, "benzene");
  EXPECT_EQ(spectra[1].label->name, "toluene");
  EXPECT_FALSE(spectra[1].acquisition.retention_s.has_value());
}

TEST(AndiReader, RefusesAFileShorterThanItsHeaderSays) {
  const TemporaryFolder folder;
  write_andi(folder.path() / "whole.cdf", small_scans());
  const std::string bytes = read_file(folder.path() / "whole.cdf");
  const auto path = folder.path() / "cut.cdf";
  write_file(path, bytes.substr(0, bytes.size() - 5));
  expect_input_error([&] { static_cast<void>(open_run(path)); }, "cut.cdf", "cut short");
  write_file(path, bytes.substr(0, 60));
  expect_input_error([&] { static_cast<void>(open_run(path)); }, "cut inside its header");
}

// libnetcdf takes the mark of an unknown count for four thousand million points.
TEST(AndiReader, RefusesAFileWhosePointsWereNeverCounted) {
  const TemporaryFolder folder;
  Andi andi;
  andi.unlimited = true;
  const auto path = written(folder, andi);
  std::string bytes = read_file(path);
  bytes.replace(4, 4, "\xFF\xFF\xFF\xFF");
  write_file(path, bytes);
  expect_input_error([&] { static_cast<void>(open_run(path)); }, "never closed");
}

TEST(AndiReader, RefusesAChromatogramAndOtherNetcdf) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "fid.cdf";
  int file = -1;
  int points = -1;
  int id = -1;
  check(nc_create(path.c_str(), NC_CLOBBER, &file));
  check(nc_def_dim(file, "point_number", 4, &points));
  check(nc_def_var(file, "ordinate_values", NC_FLOAT, 1, &points, &id));
  check(nc_close(file));
  expect_input_error([&] { static_cast<void>(open_run(path)); }, "fid.cdf", "holds no spectra");
}

}  // namespace
}  // namespace basepeak::test
