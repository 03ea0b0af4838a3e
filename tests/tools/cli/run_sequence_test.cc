#include "tools/cli/run_sequence.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

std::optional<RunHeader> run(const std::string& acquired, const std::string& instrument = "GC1") {
  RunHeader header;
  header.acquired = acquired;
  header.instrument = instrument;
  return header;
}

TEST(RunSequence, FollowsTheAcquisitionTimes) {
  const std::vector<std::optional<RunHeader>> headers{
      run("23 Feb 22  03:10 pm"), run("23 Feb 22  02:30 pm"), run("23 Feb 22  02:50 pm")};
  const RunSequence sequence = sequence_of(headers);
  EXPECT_EQ(sequence.order, (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_FALSE(sequence.before[1].has_value());
  EXPECT_EQ(sequence.before[2], 1U);
  EXPECT_EQ(sequence.before[0], 2U);
  EXPECT_EQ(sequence.basis[0], RunSequence::kByTime);
}

TEST(RunSequence, FollowsTheCommandWhereATimeIsMissing) {
  const std::vector<std::optional<RunHeader>> headers{run("23 Feb 22  03:10 pm"), run(""),
                                                      run("23 Feb 22")};
  const RunSequence sequence = sequence_of(headers);
  EXPECT_EQ(sequence.order, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(sequence.before[2], 1U);
  EXPECT_EQ(sequence.basis[2], RunSequence::kByCommand);
}

TEST(RunSequence, SaysThatEqualTimesDoNotDecide) {
  const std::vector<std::optional<RunHeader>> headers{run("23 Feb 22  03:10 pm"),
                                                      run("23 Feb 22  03:10 pm")};
  const RunSequence sequence = sequence_of(headers);
  EXPECT_EQ(sequence.before[1], 0U);
  EXPECT_EQ(sequence.basis[1], RunSequence::kByCommand);
}

TEST(RunSequence, KeepsInstrumentsApart) {
  const std::vector<std::optional<RunHeader>> headers{run("2022-02-23T10:00:00", "GC1"),
                                                      run("2022-02-23T10:05:00", "GC2"),
                                                      run("2022-02-23T10:10:00", "GC1")};
  const RunSequence sequence = sequence_of(headers);
  EXPECT_EQ(sequence.before[2], 0U);
  EXPECT_FALSE(sequence.before[1].has_value());
}

TEST(RunSequence, LeavesOutWhatIsNoRun) {
  std::optional<RunHeader> spectra = run("");
  spectra->is_spectrum_collection = true;
  const std::vector<std::optional<RunHeader>> headers{run(""), spectra, std::nullopt, run("")};
  const RunSequence sequence = sequence_of(headers);
  EXPECT_EQ(sequence.order.size(), 4U);
  EXPECT_EQ(sequence.before[3], 0U);
  EXPECT_FALSE(sequence.before[1] || sequence.before[2]);
}

}  // namespace
}  // namespace basepeak
