#include "libraries/interchange/retention_fields.h"

#include <gtest/gtest.h>

namespace basepeak {
namespace {

TEST(RetentionFields, TakesANumberWithItsColumnAndUncertainty) {
  const RetentionFields fields = retention_fields(" 2713.5 ", "HP-5MS", "6");
  ASSERT_EQ(fields.indices.size(), 1U);
  EXPECT_EQ(fields.indices[0], (ReferenceIndex{2713.5, "HP-5MS", 6.0, std::nullopt}));
  EXPECT_TRUE(fields.unread.empty());
}

TEST(RetentionFields, TakesEveryClassOfColumnThatNistNames) {
  const RetentionFields fields =
      retention_fields("SemiStdNP=2713/4/12 StdNP=2640/7 StdPolar=3300", "ignored", "9");
  ASSERT_EQ(fields.indices.size(), 3U);
  EXPECT_EQ(fields.indices[0], (ReferenceIndex{2713.0, "SemiStdNP", 4.0, 12}));
  EXPECT_EQ(fields.indices[1], (ReferenceIndex{2640.0, "StdNP", 7.0, std::nullopt}));
  EXPECT_EQ(fields.indices[2], (ReferenceIndex{3300.0, "StdPolar", std::nullopt, std::nullopt}));
  EXPECT_TRUE(fields.unread.empty());
}

TEST(RetentionFields, KnowsTheNumbersThatStandForNone) {
  for (const char* none : {"", "0", "-1", "-1.0"}) {
    const RetentionFields fields = retention_fields(none, "DB-5", "");
    EXPECT_TRUE(fields.indices.empty()) << none;
    EXPECT_TRUE(fields.unread.empty()) << none;
  }
}

TEST(RetentionFields, NamesEachPartThatIsNoIndex) {
  const RetentionFields fields =
      retention_fields("SemiStdNP=2713/4/12; StdNP=about2640; junk StdPolar=3300/-2/1", "", "");
  ASSERT_EQ(fields.indices.size(), 1U);
  EXPECT_EQ(fields.unread,
            (std::vector<std::string>{"StdNP=about2640", "junk", "StdPolar=3300/-2/1"}));
  EXPECT_EQ(retention_fields("2713", "DB-5", "some").unread, std::vector<std::string>{"some"});
}

}  // namespace
}  // namespace basepeak
