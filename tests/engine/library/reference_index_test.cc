#include "engine/library/reference_index.h"

#include <gtest/gtest.h>

#include "engine/error.h"

namespace basepeak {
namespace {

TEST(ReferenceIndexText, ComesBackAsItWas) {
  const std::vector<ReferenceIndex> indices = {{2713.25, "SemiStdNP", 4.0, 12},
                                               {2640.1, "HP-5MS UI", std::nullopt, std::nullopt},
                                               {3200.0, "", std::nullopt, 3}};
  EXPECT_EQ(reference_indices_of_text(reference_indices_to_text(indices)), indices);
  EXPECT_TRUE(reference_indices_of_text("").empty());
}

TEST(ReferenceIndexText, KeepsALineAnIndexWhateverTheColumnIsCalled) {
  const auto back = reference_indices_of_text(
      reference_indices_to_text({{2713.0, " DB\n5 \t MS", std::nullopt, std::nullopt}}));
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].column, "DB 5 MS");
}

TEST(ReferenceIndexText, RefusesWhatIsNone) {
  for (const char* text : {"x DB-5", "/4/ DB-5", "-1// DB-5", "0// DB-5", "nan// DB-5",
                           "2700/-1/ DB-5", "2700/nan/ DB-5", "2700/1/x DB-5", "\n"}) {
    EXPECT_THROW(static_cast<void>(reference_indices_of_text(text)), Error) << text;
  }
}

}  // namespace
}  // namespace basepeak
