#include "engine/read/numbers.h"

#include <gtest/gtest.h>

#include "engine/read/text_encoding.h"

namespace basepeak::test {
namespace {

TEST(Number, IsAWholeFiniteDecimal) {
  EXPECT_EQ(number("41"), 41.0);
  EXPECT_EQ(number("+4.1E3"), 4100.0);
  EXPECT_EQ(number(".5"), 0.5);
  EXPECT_EQ(number("-7."), -7.0);
  for (const char* text : {"", "-", "+", "+-1", "--1", "nan", "inf", "-inf", "1e999", "0x10", "1 ",
                           " 1", "1,5", "e5", "."}) {
    EXPECT_EQ(number(text), std::nullopt) << text;
  }
}

TEST(DecimalOf, GivesTheShortestDecimalOfASingleAndLeavesDoublesAlone) {
  EXPECT_EQ(decimal_of(static_cast<double>(25.85F)), 25.85);
  EXPECT_EQ(decimal_of(25.123456789), 25.123456789);
  EXPECT_EQ(decimal_of(100.0), 100.0);
}

TEST(ToUtf8, ReadsLatin1WhereTheTextIsNotUtf8) {
  EXPECT_EQ(to_utf8("caf\xE9"), "café");
  EXPECT_EQ(to_utf8("café"), "café");
  EXPECT_EQ(to_utf8("\xC0\x80"), "À\xC2\x80");  // an overlong NUL is no UTF-8
  EXPECT_EQ(to_utf8(std::string_view(" a\0b", 4)), "a");
  EXPECT_EQ(utf16le_to_utf8(std::string_view("A\0\xE9\0\x3D\xD8\x00\xDE", 8)), "Aé😀");
  EXPECT_EQ(utf16le_to_utf8(std::string_view("\x3D\xD8", 2)), "\xEF\xBF\xBD");
}

TEST(SameName, LooksAtLettersAndDigitsOnly) {
  EXPECT_TRUE(same_name("##.IONIZATION_MODE", "Ionization mode"));
  EXPECT_TRUE(same_name("VAR__NAME", "VAR_NAME"));
  EXPECT_FALSE(same_name("MS level", "MS level 2"));
  EXPECT_EQ(bare_name(".SPECTROMETER/DATA system"), "spectrometerdatasystem");
}

TEST(Numbers, CountsAreWholeAndFit) {
  EXPECT_EQ(count_of("0"), std::size_t{0});
  EXPECT_EQ(count_of("4000000000"), std::size_t{4000000000});
  for (const char* text : {"", "-1", "+1", "1.0", "1e3", "4 ", "99999999999999999999"}) {
    EXPECT_FALSE(count_of(text)) << text;
  }
}

}  // namespace
}  // namespace basepeak::test
