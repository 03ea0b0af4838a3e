#include "tools/cli/console_text.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

TEST(ConsoleText, SpellsOutWhatATerminalWouldObey) {
  EXPECT_EQ(console_text("a\nb\r\t\x1b[31mX"), "a\\nb\\r\\t\\x1b[31mX");
  EXPECT_EQ(console_text("\u202Egpj.D"), "\\xe2\\x80\\xaegpj.D");
  EXPECT_EQ(console_text("\xC2\x9B"), "\\xc2\\x9b");
}

TEST(ConsoleText, SpellsOutBytesThatAreNoUtf8AndKeepsTheOthers) {
  EXPECT_EQ(console_text("M\u00FCller \u03B2.D"), "M\u00FCller \u03B2.D");
  EXPECT_EQ(console_text("\xFF\xC0\x80\xED\xA0\x80\xE2\x82"),
            "\\xff\\xc0\\x80\\xed\\xa0\\x80\\xe2\\x82");
}

TEST(ConsoleName, CutsALongNameInTheMiddleByCharacters) {
  EXPECT_EQ(console_name("short.D", 9), "short.D");
  EXPECT_EQ(console_name("123456789", 9), "123456789");
  EXPECT_EQ(console_name("a\u00FCcdefghij", 5), "a\u00FC\u2026ij");
  EXPECT_EQ(console_name("0123456789", 6), "012\u202689");
}

}  // namespace
}  // namespace basepeak
