#include "tools/train/boosted_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace basepeak::train {
namespace {

// y is 1 where x0 is at least 0.5, else 0; x1 is a value that says nothing, now and then missing.
TrainingRows step_rows() {
  TrainingRows rows;
  rows.width = 2;
  for (int i = 0; i < 400; ++i) {
    const float x = static_cast<float>(i % 100) / 100.0F;
    rows.values.push_back(x);
    rows.values.push_back(i % 7 == 0 ? std::numeric_limits<float>::quiet_NaN()
                                     : static_cast<float>(i % 13));
    rows.target.push_back(x >= 0.5F ? 1.0F : 0.0F);
  }
  return rows;
}

const BoostedSettings kSmall{3, 0.3, 1.0, 1.0, 1.0, 64, 30, 1};

TEST(BoostedFit, LearnsAStep) {
  const BoostedTrees trees = fit_boosted_trees(step_rows(), kSmall);
  const float low[] = {0.2F, 3.0F};
  const float high[] = {0.8F, 3.0F};
  EXPECT_NEAR(trees.value(low), 0.0F, 0.01F);
  EXPECT_NEAR(trees.value(high), 1.0F, 0.01F);
}

TEST(BoostedFit, GivesTheSameTreesAgain) {
  const BoostedTrees one = fit_boosted_trees(step_rows(), kSmall);
  const BoostedTrees other = fit_boosted_trees(step_rows(), kSmall);
  ASSERT_EQ(one.nodes().size(), other.nodes().size());
  for (std::size_t i = 0; i < one.nodes().size(); ++i) {
    EXPECT_EQ(one.nodes()[i].feature, other.nodes()[i].feature);
    EXPECT_EQ(one.nodes()[i].value, other.nodes()[i].value);
    EXPECT_EQ(one.nodes()[i].left_child, other.nodes()[i].left_child);
  }
}

}  // namespace
}  // namespace basepeak::train
