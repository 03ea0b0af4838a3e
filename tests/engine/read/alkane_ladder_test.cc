#include "engine/read/alkane_ladder.h"

#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

class AlkaneLadderTest : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& text, const std::string& name = "ladder.csv") {
    const auto path = folder_.path() / name;
    test::write_file(path, text);
    return path;
  }
  AlkaneLadder read(const std::string& text, const std::string& name = "ladder.csv") {
    return read_alkane_ladder(file(text, name));
  }
  void refuses(const std::string& text, const std::string& line, const std::string& why) {
    test::expect_input_error([&] { static_cast<void>(read(text)); }, "ladder.csv", line, why);
  }
  test::TemporaryFolder folder_;
};

TEST_F(AlkaneLadderTest, ReadsSecondsAndMinutesByTheColumnsName) {
  const std::vector<LadderPoint> wanted{{10, 300.0}, {11, 360.0}};
  EXPECT_EQ(read("carbon_number,retention_s\n10,300\n11,360\n").points, wanted);
  EXPECT_EQ(read("carbon_number,retention_min\n10,5.0\n11,6\n").points, wanted);
  EXPECT_EQ(read("Name,Carbons,\"Retention time (min)\"\r\ndecane,C10,5\r\nx,C11,6\r\n").points,
            wanted);
  EXPECT_EQ(read("\xEF\xBB\xBF# column: HP-5MS\n\ncarbon;RT (min)\n10;5,0\n11;6,0\n").points,
            wanted);
}

TEST_F(AlkaneLadderTest, KeepsWhatTheTableSaysOfItself) {
  const AlkaneLadder ladder = read(
      "# column: HP-5MS\n# acquired: 23 Feb 22  02:30 pm\ncarbon_number,retention_s\n"
      "12,5\n10,3\n");
  EXPECT_EQ(ladder.column, "HP-5MS");
  EXPECT_EQ(ladder.acquired, "23 Feb 22  02:30 pm");
  EXPECT_EQ(ladder.sha256.size(), 64U);
  EXPECT_EQ(ladder.points.front().carbons, 10);
  ASSERT_EQ(ladder.remarks.size(), 1U);
  EXPECT_NE(ladder.remarks[0].find("between C10 and C12"), std::string::npos);
}

TEST_F(AlkaneLadderTest, TakesADateFromTheNameWhereTheTableHasNone) {
  EXPECT_EQ(read("carbon_number,retention_s\n10,3\n11,4\n", "ladder_2022-02-23.csv").acquired,
            "2022-02-23");
}

TEST_F(AlkaneLadderTest, RefusesWhatIsNoLadderWithFileAndLine) {
  const std::string header = "carbon_number,retention_s\n";
  refuses(header + "10,300\n11,290\n", ":3:", "does not elute after C10");
  refuses(header + "10,300\n10,310\n", ":3:", "in line 2 already");
  refuses(header + "10,300\n", "ladder.csv", "two n-alkanes");
  refuses(header, "ladder.csv", "two n-alkanes");
  refuses(header + "ten,300\n11,310\n", ":2:", "'ten' is not a carbon number");
  refuses(header + "10.5,300\n11,310\n", ":2:", "is not a carbon number");
  refuses(header + "10,soon\n11,310\n", ":2:", "'soon' is not a retention time");
  refuses(header + "10,nan\n11,310\n", ":2:", "is not a retention time");
  refuses(header + "10,-3\n11,310\n", ":2:", "is not a retention time");
  refuses(header + "10,3,5\n11,4,5\n", ":2:", "more columns");
  refuses(header + "10,\"3,5\"\n11,4\n", ":2:", "'3,5' is not a retention time");
  refuses(header + "10\n11,310\n", ":2:", "fewer columns");
  refuses("carbon_number,retention\n10,300\n", ":1:", "names no unit");
  refuses("10,300\n11,310\n", ":1:", "names of its columns");
  refuses("", "ladder.csv", "two n-alkanes");
}

TEST_F(AlkaneLadderTest, TellsATableFromARun) {
  EXPECT_TRUE(is_ladder_table(file("carbon_number,retention_s\n10,3\n")));
  EXPECT_FALSE(is_ladder_table(file(std::string("CDF\x01\0\0", 6), "a.cdf")));
  EXPECT_FALSE(is_ladder_table(folder_.path()));
}

}  // namespace
}  // namespace basepeak
