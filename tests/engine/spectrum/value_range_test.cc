#include "engine/spectrum/value_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/error.h"

namespace basepeak {
namespace {

TEST(ValueRange, ReadsRangesAndSingleValues) {
  for (const char* text : {"20..40 eV", "20 .. 40 eV", " 20 ..40eV ", "20.0..4e1 eV"}) {
    const ValueRange range = ValueRange::parse(text, "eV");
    EXPECT_EQ(range.lowest, 20.0) << text;
    EXPECT_EQ(range.highest, 40.0) << text;
  }
  EXPECT_EQ(ValueRange::parse("35 eV", "eV").highest, 35.0);
  EXPECT_EQ(ValueRange::parse("336.2..338", "").lowest, 336.2);
}

TEST(ValueRange, IncludesBothEnds) {
  const ValueRange range{20.0, 40.0};
  EXPECT_TRUE(range.contains(20.0) && range.contains(40.0));
  EXPECT_FALSE(range.contains(19.999) || range.contains(40.001));
}

TEST(ValueRange, RefusesWhatIsNoRangeAndShowsOne) {
  for (const char* text : {"", "eV", "20", "20..40", "20..40 V", "20-40 eV", "40..20 eV", "..40 eV",
                           "20.. eV", "-5..40 eV", "nan eV", "1..inf eV", "1..2..3 eV"}) {
    try {
      (void)ValueRange::parse(text, "eV");
      ADD_FAILURE() << text << " was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), ::testing::HasSubstr("'20..40 eV'"));
    }
  }
}

}  // namespace
}  // namespace basepeak
