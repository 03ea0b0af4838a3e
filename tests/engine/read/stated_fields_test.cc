#include "engine/read/stated_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace basepeak {
namespace {

using ::testing::ElementsAre;

TEST(StatedFields, GiveEachValueOnceWithoutThoseThatSayNothing) {
  TextRecord record;
  record.fields = {{"MOLFORM", " C2H6O ", 1}, {"Formula", "N/A", 2},  {"formula", "CH4O", 3},
                   {"Formula", "", 4},        {"Formula", "CH4O", 5}, {"Name", "C9", 6}};
  EXPECT_THAT(stated_values(record, kFormulaFields), ElementsAre("CH4O", "C2H6O"));
  EXPECT_THAT(all_values(record, kFormulaFields), ElementsAre("N/A", "CH4O", "C2H6O"));
}

TEST(StatedFields, ReadAMassWithItsUnit) {
  for (const char* text : {"337.2274", "337.2274 Da", "337.2274 m/z", "337.2274u"}) {
    EXPECT_EQ(mass_of(text), 337.2274) << text;
  }
  for (const char* text : {"", "0", "-1", "Da", "337,2274", "1e9999", "337.2274 mDa", "1-2"}) {
    EXPECT_FALSE(mass_of(text)) << text;
  }
}

}  // namespace
}  // namespace basepeak
