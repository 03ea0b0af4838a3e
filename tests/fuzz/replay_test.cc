// The kept corpus of one fuzz target, replayed: every input that a fuzzer once found worth keeping
// goes through the same function in every preset, with any compiler.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count);

namespace basepeak::test {
namespace {

namespace fs = std::filesystem;

class FuzzCorpus : public testing::TestWithParam<std::string> {
 protected:
  static std::vector<fs::path> inputs() {
    const fs::path folder =
        fs::path(BASEPEAK_SOURCE_DIR) / "tests" / "fuzz" / "corpus" / GetParam();
    std::vector<fs::path> inputs;
    for (const auto& entry : fs::directory_iterator(folder)) inputs.push_back(entry.path());
    std::ranges::sort(inputs);
    return inputs;
  }
};

// A target traps on what it does not expect, which ends the test program.
TEST_P(FuzzCorpus, GivesNothingButAReadingOrAnError) {
  const std::vector<fs::path> all = inputs();
  ASSERT_FALSE(all.empty());
  for (const fs::path& input : all) {
    SCOPED_TRACE(input.filename().string());
    const std::string bytes = read_file(input);
    EXPECT_EQ(
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()),
        0);
  }
}

TEST_P(FuzzCorpus, StaysSmall) {
  std::uintmax_t bytes = 0;
  for (const fs::path& input : inputs()) bytes += fs::file_size(input);
  EXPECT_LT(bytes, 100U * 1024U);
}

INSTANTIATE_TEST_SUITE_P(Of, FuzzCorpus, testing::Values(BASEPEAK_FUZZ_TARGET),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace basepeak::test
