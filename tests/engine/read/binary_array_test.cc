#include "engine/read/binary_array.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/expect_error.h"

namespace basepeak::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(BinaryArray, ReadsNumbersOfEitherByteOrder) {
  ArrayCoding coding;
  EXPECT_THAT(decode_array("AAAAAAAA8D8AAAAAAAAAQA==", coding), ElementsAre(1.0, 2.0));
  coding.number = ArrayCoding::Number::float32;
  coding.is_big_endian = true;
  EXPECT_THAT(decode_array("P4AA\nAEAAAAA=", coding), ElementsAre(1.0, 2.0));
  coding.number = ArrayCoding::Number::int32;
  EXPECT_THAT(decode_array("AAAAAf////8=", coding), ElementsAre(1.0, -1.0));
  EXPECT_THAT(decode_array("", coding), IsEmpty());
}

TEST(BinaryArray, ReadsZlibAndRefusesItCut) {
  ArrayCoding coding;
  coding.is_zlib = true;
  const std::string packed = "eJxjYACBD/YMEOAAAAvnAXA=";
  EXPECT_THAT(decode_array(packed, coding), ElementsAre(1.0, 2.0));
  expect_input_error(
      [&] { static_cast<void>(decode_array(packed.substr(0, packed.size() - 8), coding)); },
      "zlib");
  expect_input_error([&] { static_cast<void>(decode_array("AAAAAAAA", coding)); }, "zlib");
}

TEST(BinaryArray, RefusesWhatIsDamaged) {
  expect_input_error([] { static_cast<void>(decode_array("AAAA!AAA", {})); }, "base64");
  expect_input_error([] { static_cast<void>(decode_array("AAAAA", {})); }, "base64");
  expect_input_error([] { static_cast<void>(decode_array("AA==AAAA", {})); }, "base64");
  expect_input_error([] { static_cast<void>(decode_array("AAAAAAAA8D8A", {})); },
                     "inside a number");
  ArrayCoding numpress;
  numpress.numpress = Numpress::linear;
  expect_input_error([&] { static_cast<void>(decode_array("AAAA", numpress)); }, "numpress");
}

}  // namespace
}  // namespace basepeak::test
