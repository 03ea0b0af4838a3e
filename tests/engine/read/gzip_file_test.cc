#include "engine/read/gzip_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/expect_error.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace basepeak::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GzipFiles : public ::testing::Test {
 protected:
  // The bytes of one gzip member.
  std::string packed(const std::string& text) {
    write_gzip(folder_.path() / "member.gz", text);
    return read_file(folder_.path() / "member.gz");
  }
  struct Content {
    std::string text;
    std::string cut;
  };
  // Read a few bytes at a time, so that every boundary falls inside a call once.
  Content content_of(const std::string& bytes) {
    write_file(folder_.path() / "file", bytes);
    GzipFile file(folder_.path() / "file");
    Content content;
    std::string buffer(7, '\0');
    while (const std::size_t count = file.read(buffer)) content.text.append(buffer, 0, count);
    content.cut = file.cut();
    return content;
  }
  static std::string lines(int first, int last) {
    std::string text;
    for (int i = first; i < last; ++i) text += std::to_string(i * 7919 % 10007) + "\n";
    return text;
  }
  TemporaryFolder folder_;
};

TEST_F(GzipFiles, GiveAPlainFileAsItIs) {
  const Content content = content_of(lines(0, 1000));
  EXPECT_EQ(content.text, lines(0, 1000));
  EXPECT_THAT(content.cut, IsEmpty());
}

TEST_F(GzipFiles, UnpackEveryMember) {
  const Content content =
      content_of(packed(lines(0, 100)) + packed("") + packed(lines(100, 90000)));
  EXPECT_EQ(content.text, lines(0, 90000));
  EXPECT_THAT(content.cut, IsEmpty());
}

TEST_F(GzipFiles, SayThatBytesAfterTheLastMemberAreNoGzip) {
  std::string second = packed(lines(100, 200));
  second[0] ^= 0x10;
  const Content content = content_of(packed(lines(0, 100)) + second);
  EXPECT_EQ(content.text, lines(0, 100));
  EXPECT_THAT(content.cut, HasSubstr("the " + std::to_string(second.size()) + " bytes from byte " +
                                     std::to_string(packed(lines(0, 100)).size())));
}

TEST_F(GzipFiles, AllowZerosAfterTheLastMember) {
  const Content content = content_of(packed("text") + std::string(100000, '\0'));
  EXPECT_EQ(content.text, "text");
  EXPECT_THAT(content.cut, IsEmpty());
}

TEST_F(GzipFiles, GiveWhatComesBeforeACutAndSayIt) {
  const std::string whole = packed(lines(0, 50000));
  for (const std::size_t length : {whole.size() / 2, whole.size() - 1, std::size_t{2}}) {
    const Content content = content_of(whole.substr(0, length));
    EXPECT_TRUE(lines(0, 50000).starts_with(content.text));
    EXPECT_GE(content.text.size(), length == 2 ? 0U : length);
    EXPECT_THAT(content.cut, HasSubstr("cut before its end"));
  }
}

TEST_F(GzipFiles, RefuseADamagedMember) {
  std::string damaged = packed(lines(0, 50000));
  damaged[damaged.size() - 6] ^= 0x55;  // the check sum
  expect_input_error([&] { content_of(damaged); }, "file", "damaged gzip");
}

}  // namespace
}  // namespace basepeak::test
