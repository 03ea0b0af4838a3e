#include "engine/identify/technique_scheme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/error.h"
#include "tests/support/files.h"

namespace basepeak {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

TechniqueCategories shipped() {
  return parse_technique_categories(
      test::read_file(std::filesystem::path(BASEPEAK_SOURCE_DIR) / "libraries" / "acceptance" /
                      "swgdrug_categories.tsv"));
}

SchemeCount counted(const std::vector<TechniqueUse>& uses) { return count_scheme(shipped(), uses); }

TEST(TechniqueScheme, CountsGcMsAsTwoOnlyWhenBothWereCompared) {
  const auto both = counted({{"gas chromatography", true}, {"mass spectrometry", true}});
  EXPECT_EQ(both.a, 1);
  EXPECT_EQ(both.b, 1);
  EXPECT_TRUE(both.meets_minimum);
  const auto spectrum_only = counted({{"gas chromatography", false}, {"mass spectrometry", true}});
  EXPECT_EQ(spectrum_only.b, 0);
  EXPECT_FALSE(spectrum_only.meets_minimum);
  EXPECT_THAT(spectrum_only.why, Contains(HasSubstr("not compared")));
}

TEST(TechniqueScheme, AsksForThreeWithoutCategoryA) {
  EXPECT_FALSE(counted({{"gas chromatography", true}, {"colour tests", true}}).meets_minimum);
  EXPECT_FALSE(
      counted({{"gas chromatography", true}, {"colour tests", true}, {"immunoassay", true}})
          .meets_minimum)
      << "one of category B";
  EXPECT_TRUE(counted({{"gas chromatography", true},
                       {"thin layer chromatography", true},
                       {"colour tests", true}})
                  .meets_minimum);
}

TEST(TechniqueScheme, CountsATechniqueOnce) {
  const auto twice = counted({{"mass spectrometry", true}, {"mass spectrometry", true}});
  EXPECT_EQ(twice.a, 1);
  EXPECT_FALSE(twice.meets_minimum);
}

TEST(TechniqueScheme, SaysThatItsCategoriesAreUnverified) {
  EXPECT_THAT(counted({}).why, Contains(HasSubstr("unverified")));
}

TEST(TechniqueScheme, RefusesWhatItDoesNotKnow) {
  EXPECT_THROW(static_cast<void>(counted({{"dowsing", true}})), Error);
  for (const char* text : {"", "version\t1\ncitation\tc\ntechnique\tD\tx\n",
                           "version\t1\ncitation\tc\ntechnique\tA\tx\ntechnique\tB\tx\n",
                           "version\t1\ncitation\tc\nmethod\tA\tx\n", "technique\tA\tx\n"}) {
    EXPECT_THROW(static_cast<void>(parse_technique_categories(text)), Error) << text;
  }
}

}  // namespace
}  // namespace basepeak
