#include "engine/prepare/ladder_run.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/prepare/retention_index.h"
#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/reference_data.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

// The shape of an n-alkane's EI spectrum: alkyl ions that fall off, a weak molecular ion.
Query alkane(int carbons, double retention_s, double molecular_ion = 0.03, double area = 100.0) {
  std::map<int, double> ions{{41, 0.3}, {43, 0.65}, {57, 1.0}, {71, 0.66}, {85, 0.45}};
  for (int n = 7; n <= carbons - 2; ++n) ions[14 * n + 1] = 0.15 * std::pow(0.7, n - 7) + 0.004;
  for (int n = 4; n <= carbons - 2; ++n) ions[14 * n - 1] = 0.1 * ions[14 * n + 1];
  if (molecular_ion > 0.0) {
    ions[14 * carbons + 2] = molecular_ion;
    ions[14 * carbons + 3] = 0.011 * carbons * molecular_ion;
  }
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, share] : ions) {
    mz.push_back(mass);
    intensity.push_back(static_cast<float>(1000.0 * share));
  }
  Query query;
  query.peaks = Peaks::from_unsorted(mz, intensity);
  query.retention_s = retention_s;
  query.area = area;
  query.purity = 0.95;
  return query;
}

Peaks peaks(const std::map<int, double>& ions) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, share] : ions) {
    mz.push_back(mass);
    intensity.push_back(static_cast<float>(share));
  }
  return Peaks::from_unsorted(mz, intensity);
}

std::vector<int> numbers(const std::vector<Query>& components, int first_carbon = 0) {
  std::vector<int> carbons;
  for (const LadderPoint& point : number_alkanes("L.D", components, first_carbon)) {
    carbons.push_back(point.carbons);
  }
  return carbons;
}

TEST(LadderRun, TellsNAlkanesFromOtherChains) {
  EXPECT_TRUE(is_n_alkane(alkane(20, 0).peaks));
  EXPECT_TRUE(is_n_alkane(alkane(34, 0, 0.0).peaks));
  // An ester (m/z 74), an alkene (55, 69, 83), fentanyl, nothing.
  EXPECT_FALSE(is_n_alkane(peaks({{43, 50}, {55, 30}, {74, 100}, {87, 70}, {143, 20}, {270, 10}})));
  EXPECT_FALSE(is_n_alkane(peaks({{41, 70},
                                  {43, 80},
                                  {55, 100},
                                  {57, 70},
                                  {69, 75},
                                  {71, 30},
                                  {83, 70},
                                  {85, 20},
                                  {97, 60}})));
  EXPECT_FALSE(is_n_alkane(peaks({{57, 20}, {105, 24}, {146, 65}, {189, 30}, {245, 100}})));
  EXPECT_FALSE(is_n_alkane(Peaks{}));
  // A branched one: m/z 225 stands out of the fall.
  EXPECT_FALSE(is_n_alkane(peaks({{43, 65},
                                  {57, 100},
                                  {71, 60},
                                  {85, 40},
                                  {99, 12},
                                  {113, 8},
                                  {211, 2},
                                  {225, 15},
                                  {224, 9}})));
}

TEST(LadderRun, ReadsTheMolecularIon) {
  for (const int carbons : {8, 16, 26, 34, 40}) {
    EXPECT_EQ(carbons_by_molecular_ion(alkane(carbons, 0).peaks), carbons);
  }
  EXPECT_EQ(carbons_by_molecular_ion(alkane(30, 0, 0.0).peaks), 0);
}

TEST(LadderRun, NumbersByMolecularIonsOverGaps) {
  EXPECT_EQ(numbers({alkane(16, 600), alkane(17, 660), alkane(18, 718), alkane(20, 830),
                     alkane(22, 935)}),
            (std::vector<int>{16, 17, 18, 20, 22}));
}

TEST(LadderRun, LeavesOutImpuritiesOfTheStandard) {
  EXPECT_EQ(numbers({alkane(16, 600), alkane(19, 630, 0.03, 2.0), alkane(17, 660)}),
            (std::vector<int>{16, 17}));
}

TEST(LadderRun, FillsInWhatTheNeighboursDecide) {
  EXPECT_EQ(numbers({alkane(16, 600), alkane(17, 660, 0.0), alkane(18, 720), alkane(19, 775),
                     alkane(20, 830, 0.0)}),
            (std::vector<int>{16, 17, 18, 19, 20}));
}

TEST(LadderRun, RefusesNumbersThatAreNotCertain) {
  const auto refuses = [](const std::vector<Query>& components, const std::string& why) {
    test::expect_input_error([&] { static_cast<void>(numbers(components)); }, "L.D", why);
  };
  refuses({alkane(16, 600, 0.0), alkane(17, 660, 0.0), alkane(18, 720, 0.0)}, "no molecular ion");
  // One is missing before the last, which shows no ion.
  refuses({alkane(16, 600), alkane(17, 660), alkane(19, 780, 0.0)}, "13.000 min");
  refuses({alkane(17, 600), alkane(16, 660)}, "no ladder");
  refuses({alkane(16, 600), alkane(17, 660), alkane(18, 840)}, "jumps");
  refuses({alkane(16, 600)}, "two n-alkanes");
  refuses({}, "two n-alkanes");
}

TEST(LadderRun, BelievesTheStatedFirstNumberUnlessAMolecularIonSpeaksAgainstIt) {
  const std::vector<Query> silent{alkane(30, 600, 0.0), alkane(31, 660, 0.0), alkane(32, 720, 0.0)};
  EXPECT_EQ(numbers(silent, 30), (std::vector<int>{30, 31, 32}));
  test::expect_input_error(
      [] {
        static_cast<void>(numbers({alkane(16, 600), alkane(17, 660)}, 10));
      },
      "C16", "stated C10");
}

TEST(LadderRun, NumbersARealOne) {
  const auto data = test::reference_data();
  if (!data) GTEST_SKIP() << test::kNoReferenceData;
  const auto path = *data / "runs/agilent/other/gcms_alkanes.D";
  const AlkaneLadder ladder = open_ladder(path, Method{});
  std::vector<int> carbons;
  for (const LadderPoint& point : ladder.points) carbons.push_back(point.carbons);
  // Read off the molecular ions 226, 240, 254, 268, 282, 310, 338, 366 by eye.
  EXPECT_EQ(carbons, (std::vector<int>{16, 17, 18, 19, 20, 22, 24, 26}));
  EXPECT_EQ(ladder.acquired, "17 SEP 104  10:28");
  EXPECT_EQ(ladder.origin, "run");
  EXPECT_EQ(ladder.remarks.size(), 3U);
}

TEST(LadderRun, TellsThatAPartOfItsRunIsMissing) {
  const auto data = test::reference_data();
  if (!data) GTEST_SKIP() << test::kNoReferenceData;
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "CUT.D");
  const auto cut = folder.path() / "CUT.D" / "data.ms";
  std::filesystem::copy_file(*data / "runs/agilent/other/gcms_alkanes.D/data.ms", cut);
  std::filesystem::resize_file(cut, std::filesystem::file_size(cut) * 2 / 3);
  const AlkaneLadder ladder = open_ladder(folder.path() / "CUT.D", Method{});
  EXPECT_LT(ladder.points.size(), 8U);
  EXPECT_EQ(ladder.points.front().carbons, 16);
  EXPECT_NE(ladder.remarks.back().find("a part of the ladder run is missing"), std::string::npos);
}

TEST(LadderRun, GivesARealRunsOwnAlkanesTheirIndicesFromTheOthers) {
  const auto data = test::reference_data();
  if (!data) GTEST_SKIP() << test::kNoReferenceData;
  const AlkaneLadder ladder = open_ladder(*data / "runs/agilent/other/gcms_alkanes.D", Method{});
  // The error of the chord over two carbons, and over four: the programme curves.
  const auto error_without = [&](int carbons) {
    auto others = ladder.points;
    const auto left_out = std::find_if(others.begin(), others.end(), [&](const LadderPoint& point) {
      return point.carbons == carbons;
    });
    const double retention_s = left_out->retention_s;
    others.erase(left_out);
    return retention_index(others, retention_s, false)->value - 100.0 * carbons;
  };
  EXPECT_NEAR(error_without(17), 0.0, 3.0);
  EXPECT_NEAR(error_without(18), 0.0, 3.0);
  EXPECT_NEAR(error_without(19), 0.0, 3.0);
  EXPECT_NEAR(error_without(22), 0.0, 10.0);
  EXPECT_NEAR(error_without(24), 0.0, 10.0);
}

TEST(LadderRun, ReadsATableToo) {
  const test::TemporaryFolder folder;
  test::write_file(folder.path() / "l.csv", "carbon_number,retention_s\n10,3\n11,4\n");
  EXPECT_EQ(open_ladder(folder.path() / "l.csv", Method{}).origin, "table");
  test::write_file(folder.path() / "s.msp", "Name: one\nNum Peaks: 1\n42 100\n\n");
  test::expect_input_error(
      [&] { static_cast<void>(open_ladder(folder.path() / "s.msp", Method{})); },
      "file of spectra");
  test::expect_input_error(
      [&] { static_cast<void>(open_ladder(folder.path() / "none.D", Method{})); }, "none.D");
}

}  // namespace
}  // namespace basepeak
