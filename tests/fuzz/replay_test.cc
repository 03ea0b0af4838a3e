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

std::vector<fs::path> corpus() {
  const fs::path folder =
      fs::path(BASEPEAK_SOURCE_DIR) / "tests" / "fuzz" / "corpus" / BASEPEAK_FUZZ_TARGET;
  std::vector<fs::path> inputs;
  for (const auto& entry : fs::directory_iterator(folder)) inputs.push_back(entry.path());
  std::ranges::sort(inputs);
  return inputs;
}

// A target traps on what it does not expect, which ends the test program.
TEST(FuzzCorpus, GivesNothingButAReadingOrAnError) {
  const std::vector<fs::path> inputs = corpus();
  ASSERT_FALSE(inputs.empty());
  for (const fs::path& input : inputs) {
    SCOPED_TRACE(input.filename().string());
    const std::string bytes = read_file(input);
    EXPECT_EQ(
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()),
        0);
  }
}

TEST(FuzzCorpus, StaysSmall) {
  std::uintmax_t bytes = 0;
  for (const fs::path& input : corpus()) bytes += fs::file_size(input);
  EXPECT_LT(bytes, 100U * 1024U);
}

}  // namespace
}  // namespace basepeak::test
