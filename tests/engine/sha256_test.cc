#include "engine/sha256.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string_view>

#include "engine/error.h"
#include "tests/support/temporary_folder.h"

namespace basepeak {
namespace {

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

TEST(Sha256, GivesTheValuesOfTheStandard) {
  // FIPS 180-4 examples.
  EXPECT_EQ(sha256_hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex(bytes("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, OfPiecesAndOfAFileIsThatOfTheWhole) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += static_cast<char>(i % 251);
  Sha256 sum;
  sum.add(bytes(std::string_view(text).substr(0, 77)));
  sum.add(bytes(std::string_view(text).substr(77)));
  const std::string whole = sha256_hex(bytes(text));
  EXPECT_EQ(sum.finish_hex(), whole);
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "data", std::ios::binary) << text;
  EXPECT_EQ(sha256_file(folder.path() / "data"), whole);
}

TEST(Sha256, NamesAFileThatIsNotThere) {
  EXPECT_THROW(static_cast<void>(sha256_file("/nowhere/at/all")), Error);
}

}  // namespace
}  // namespace basepeak
