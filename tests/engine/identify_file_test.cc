// The whole path on the demonstration run: composed from the starter library, so that the truth is
// known and no reference data is needed.
#include "engine/identify_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "engine/error.h"
#include "engine/read/write_agilent.h"
#include "tests/support/temporary_folder.h"
#include "tools/demo_run/compose.h"

namespace basepeak {
namespace {

const std::vector<DemoCompound> kCompounds{{"starter-caffeine-ei", 221.4, 0.9},
                                           {"starter-acetyl-fentanyl-ei", 489.3, 0.5},
                                           {"starter-fentanyl-ei", 512.6, 1.0},
                                           {"starter-para-fluorofentanyl-ei", 515.3, 0.45},
                                           {"starter-carfentanil-ei", 640.5, 0.08}};

class IdentifyFileTest : public ::testing::Test {
 protected:
  std::filesystem::path run(const std::vector<DemoCompound>& compounds) {
    const auto path = folder_.path() / "RUN.D";
    write_chemstation(path, RunHeader{}, compose_run(library_, compounds, 7));
    return path;
  }
  Report identify(const std::filesystem::path& path, std::size_t threads = 1) {
    return identify_file(path, library_, *backend_, Method{}, threads);
  }
  test::TemporaryFolder folder_;
  Library library_ = Library::open(BASEPEAK_STARTER_LIBRARY);
  std::unique_ptr<Backend> backend_ = make_cpu_backend(library_);
};

TEST_F(IdentifyFileTest, FindsEveryCompoundFirstAndNothingElse) {
  const Report report = identify(run(kCompounds));
  ASSERT_EQ(report.components.size(), kCompounds.size());
  for (std::size_t i = 0; i < kCompounds.size(); ++i) {
    const auto& members = report.components[i].isomer_group.members;
    EXPECT_TRUE(std::any_of(members.begin(), members.end(), [&](const GroupMember& member) {
      return member.record == kCompounds[i].record;
    })) << kCompounds[i].record;
    EXPECT_NEAR(report.components[i].query.retention_s, kCompounds[i].apex_s, 1.0);
  }
}

TEST_F(IdentifyFileTest, FindsNothingInABlank) {
  EXPECT_TRUE(identify(run({})).components.empty());
}

TEST_F(IdentifyFileTest, GivesTheSameBytesTwiceAndForAnyThreadCount) {
  const auto path = run(kCompounds);
  const std::string once = to_json(identify(path, 1));
  EXPECT_EQ(to_json(identify(path, 1)), once);
  EXPECT_EQ(to_json(identify(path, 2)), once);
  EXPECT_EQ(to_html(identify(path, 2)), to_html(identify(path, 1)));
}

TEST_F(IdentifyFileTest, HoldsNoPathOfThisMachine) {
  const auto path = run(kCompounds);
  EXPECT_EQ(to_json(identify(path)).find(folder_.path().string()), std::string::npos);
}

TEST_F(IdentifyFileTest, KeepsTheGoodScansOfATruncatedRunAndSaysSo) {
  const auto path = run(kCompounds);
  const auto data = path / "DATA.MS";
  std::filesystem::resize_file(data, std::filesystem::file_size(data) * 2 / 3);
  const Report report = identify(path);
  EXPECT_FALSE(report.skipped.empty());
  EXPECT_GT(report.run.scans, 0U);
}

TEST_F(IdentifyFileTest, GivesRetentionIndicesFromTheLadderAndSaysWhichItTook) {
  const auto path = run(kCompounds);
  AlkaneLadder ladder;
  ladder.name = "l.csv";
  ladder.sha256 = "00";
  ladder.column = "HP-5MS";
  ladder.points = {{18, 480.0}, {20, 500.0}, {21, 540.0}};
  const std::vector<AlkaneLadder> ladders{ladder};
  const Report report = identify_file(path, library_, *backend_, Method{}, 1, ladders);
  ASSERT_EQ(report.components.size(), kCompounds.size());
  EXPECT_FALSE(report.components[0].query.retention_index.has_value());
  ASSERT_TRUE(report.components[2].query.retention_index.has_value());
  const double retention_s = report.components[2].query.retention_s;
  EXPECT_NEAR(report.components[2].query.retention_index->value,
              100.0 * (20.0 + (retention_s - 500.0) / 40.0), 1e-9);
  EXPECT_EQ(report.retention.ladder->name, "l.csv");
  EXPECT_EQ(report.retention.column, "HP-5MS");
  // The library states no index: nothing is penalised.
  EXPECT_FALSE(report.components[2].matches.hits[0].retention.has_value());
}

TEST_F(IdentifyFileTest, RelatesRetentionToTheInternalStandard) {
  Method method;
  method.retention.internal_standard = "starter-caffeine-ei";
  const Report report = identify_file(run(kCompounds), library_, *backend_, method, 1);
  ASSERT_TRUE(report.retention.internal_standard.has_value());
  EXPECT_TRUE(report.retention.internal_standard->is_found);
  EXPECT_NEAR(*report.components[2].query.relative_retention, 512.6 / 221.4, 0.01);
}

TEST_F(IdentifyFileTest, RefusesAnEmptyFileByName) {
  const auto path = folder_.path() / "empty.mzML";
  std::ofstream(path).close();
  try {
    static_cast<void>(identify(path));
    FAIL() << "an empty file was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_NE(std::string(error.what()).find("empty.mzML"), std::string::npos);
  }
}

}  // namespace
}  // namespace basepeak
