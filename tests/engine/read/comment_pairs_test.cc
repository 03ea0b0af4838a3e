#include "engine/read/comment_pairs.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace basepeak {
namespace {

TEST(CommentPairs, ReadsBothNotationsAndKeepsTheRest) {
  const CommentPairs found =
      comment_pairs(R"(Source="A, b=c" "SMILES=C=C" DEA SWL x=1 "just quoted")");
  EXPECT_EQ(found.value("source"), "A, b=c");
  EXPECT_EQ(found.value("smiles"), "C=C");
  EXPECT_EQ(found.value("x"), "");
  EXPECT_EQ(found.rest, "DEA SWL x=1 \"just quoted\"");
}

TEST(CommentPairs, DoesNotLoseALineWithAnOpenQuote) {
  EXPECT_EQ(comment_pairs("a=\"b c").value("a"), "\"b c");
}

TEST(CommentPairs, TakesAnyText) {
  rc::check("never throws",
            [](const std::string& text) { static_cast<void>(comment_pairs(text)); });
}

}  // namespace
}  // namespace basepeak
