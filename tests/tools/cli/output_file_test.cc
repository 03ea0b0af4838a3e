#include "tools/cli/output_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "engine/error.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

namespace fs = std::filesystem;

class OutputFile : public testing::Test {
 protected:
  [[nodiscard]] fs::path at(const std::string& name) const { return folder_.path() / name; }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }
  static ErrorKind refusal(const InputFiles& inputs, const fs::path& output) {
    try {
      inputs.check_output(output);
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::device;  // stands for "not refused"
  }
  test::TemporaryFolder folder_;
};

TEST_F(OutputFile, IsRefusedOverAnInputUnderWhateverName) {
  test::write_file(at("in.msp"), "x");
  fs::create_symlink(at("in.msp"), at("link"));
  fs::create_hard_link(at("in.msp"), at("hard"));
  fs::create_directory(at("sub"));
  InputFiles inputs;
  inputs.add(at("in.msp"));
  inputs.add(at("none"));
  for (const char* name : {"in.msp", "link", "hard", "sub/../in.msp"}) {
    EXPECT_EQ(refusal(inputs, at(name)), ErrorKind::usage) << name;
  }
  EXPECT_NO_THROW(inputs.check_output(at("out.tsv")));
  EXPECT_NO_THROW(inputs.check_output(at("none")));
}

TEST_F(OutputFile, IsRefusedWhereNoRegularFileStands) {
  ASSERT_EQ(mkfifo(at("fifo").c_str(), 0600), 0);
  EXPECT_EQ(refusal({}, at("fifo")), ErrorKind::usage);
  EXPECT_EQ(refusal({}, folder_.path()), ErrorKind::usage);
  test::write_file(at("old"), "old");
  EXPECT_NO_THROW(InputFiles().check_output(at("old")));
}

TEST_F(OutputFile, ReplacesTheOldOneWholeAndLeavesNothingBeside) {
  test::write_file(at("out"), "a longer old text");
  write_whole(at("out"), "new");
  EXPECT_EQ(test::read_file(at("out")), "new");
  EXPECT_EQ(files(), 1U);
}

TEST_F(OutputFile, WritesThroughALink) {
  test::write_file(at("target"), "old");
  fs::create_symlink(at("target"), at("link"));
  write_whole(at("link"), "new");
  EXPECT_TRUE(fs::is_symlink(at("link")));
  EXPECT_EQ(test::read_file(at("target")), "new");
}

TEST_F(OutputFile, SaysWhyItCannotBeWrittenAndLeavesNothingBeside) {
  for (const auto& [name, reason] :
       {std::pair<std::string, std::string>{"missing/out", "No such file or directory"},
        {std::string(300, 'n'), "File name too long"}}) {
    try {
      write_whole(at(name), "text");
      ADD_FAILURE() << name << " was written";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::output);
      EXPECT_NE(std::string(error.what()).find("cannot be written: " + reason), std::string::npos)
          << error.what();
    }
  }
  EXPECT_EQ(files(), 0U);
  // As long as a folder allows: the name it has meanwhile is no longer.
  EXPECT_NO_THROW(write_whole(at(std::string(255, 'n')), "text"));
}

}  // namespace
}  // namespace basepeak
