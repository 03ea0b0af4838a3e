#include "tools/cli/batch_comparison.h"

#include "engine/identify_file.h"
#include "engine/parallel.h"
#include "engine/read/write_agilent.h"
#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"
#include "tools/demo_run/compose.h"

namespace basepeak {
namespace {

class BatchComparisonTest : public ::testing::Test {
 protected:
  std::string run(const std::string& name, const std::string& acquired, double fentanyl,
                  unsigned seed) {
    const auto path = folder_.path() / name;
    RunHeader header;
    header.acquired = acquired;
    header.instrument = "GC1";
    std::vector<DemoCompound> compounds{{"starter-caffeine-ei", 221.4, 0.9}};
    if (fentanyl > 0.0) compounds.push_back({"starter-fentanyl-ei", 512.6, fentanyl});
    write_chemstation(path, header, compose_run(library_, compounds, seed));
    return path.string();
  }
  std::vector<Report> process(const std::vector<std::string>& runs,
                              const std::vector<std::string>& blanks, std::size_t threads) {
    BatchComparison batch(runs, blanks, method_, threads);
    std::vector<Report> reports(runs.size());
    const std::vector<std::size_t> order = batch.order();
    parallel_for(order.size(), threads, [&](std::size_t at) {
      const std::size_t i = order[at];
      reports[i] = identify_file(runs[i], library_, *backend_, method_, 1);
      batch.compare(i, reports[i]);
    });
    return reports;
  }
  test::TemporaryFolder folder_;
  Library library_ = Library::open(BASEPEAK_STARTER_LIBRARY);
  std::unique_ptr<Backend> backend_ = make_cpu_backend(library_);
  Method method_;
};

TEST_F(BatchComparisonTest, FlagsTheTraceOfTheRunBeforeWhateverTheOrderOfTheCommand) {
  const std::string large = run("LARGE.D", "23 Feb 22  02:30 pm", 1.0, 1);
  const std::string trace = run("TRACE.D", "23 Feb 22  02:50 pm", 0.006, 2);
  for (const std::size_t threads : {1U, 2U}) {
    const auto reports = process({trace, large}, {}, threads);
    ASSERT_EQ(reports[0].components.size(), 2U);
    const auto& carried = reports[0].components[1].possible_carry_over;
    ASSERT_TRUE(carried.has_value());
    EXPECT_EQ(carried->run_before, "LARGE.D");
    EXPECT_NEAR(carried->area_percent, 0.6, 0.2);
    // Caffeine is as large in both.
    EXPECT_FALSE(reports[0].components[0].possible_carry_over.has_value());
    EXPECT_EQ(reports[0].batch.order, RunSequence::kByTime);
    EXPECT_FALSE(reports[1].batch.run_before.has_value());
  }
}

TEST_F(BatchComparisonTest, CountsANamedBlankAsTheRunBefore) {
  const std::string large = run("LARGE.D", "23 Feb 22  02:30 pm", 1.0, 1);
  const std::string blank = run("BLANK.D", "23 Feb 22  02:50 pm", 0.0, 2);
  const std::string trace = run("TRACE.D", "23 Feb 22  03:10 pm", 0.006, 3);
  const auto reports = process({large, trace}, {blank}, 1);
  EXPECT_EQ(reports[1].batch.run_before->name, "BLANK.D");
  EXPECT_FALSE(reports[1].components[1].possible_carry_over.has_value());
  EXPECT_EQ(reports[1].components[0].in_blank.size(), 1U);
  EXPECT_TRUE(reports[1].components[1].in_blank.empty());
}

TEST_F(BatchComparisonTest, DoesNotFindABlankInItself) {
  const std::string blank = run("BLANK.D", "23 Feb 22  02:50 pm", 0.0, 2);
  const auto reports = process({blank}, {blank}, 1);
  EXPECT_TRUE(reports[0].components[0].in_blank.empty());
}

TEST_F(BatchComparisonTest, LetsTheNextRunGoOnWhenOneIsGivenUp) {
  const std::string large = run("LARGE.D", "23 Feb 22  02:30 pm", 1.0, 1);
  const std::string trace = run("TRACE.D", "23 Feb 22  02:50 pm", 0.006, 2);
  BatchComparison batch({large, trace}, {}, method_, 1);
  batch.give_up(0);
  Report report = identify_file(trace, library_, *backend_, method_, 1);
  batch.compare(1, report);
  EXPECT_FALSE(report.batch.run_before.has_value());
}

TEST_F(BatchComparisonTest, RefusesABlankThatCannotBeReadOrIsNoRun) {
  test::expect_input_error(
      [&] { BatchComparison({}, {(folder_.path() / "none.D").string()}, method_, 1); }, "none.D");
  test::write_file(folder_.path() / "one.msp", "Name: one\nNum Peaks: 1\n42 100\n\n");
  EXPECT_THROW(BatchComparison({}, {(folder_.path() / "one.msp").string()}, method_, 1), Error);
}

}  // namespace
}  // namespace basepeak
