#include "engine/predict/boosted_trees.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/expect_error.h"

namespace basepeak {
namespace {

using Node = BoostedTrees::Node;

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// x0 < 2 ? 1 : (x1 < 0 ? 10 : 20); a missing x0 goes left, a missing x1 right.
std::vector<Node> small_tree() {
  return {{0, 1, 2.0F, 1},
          {BoostedTrees::kLeaf, 1, 1.0F, 0},
          {1, 0, 0.0F, 3},
          {BoostedTrees::kLeaf, 1, 10.0F, 0},
          {BoostedTrees::kLeaf, 1, 20.0F, 0}};
}

TEST(BoostedTrees, WalkToTheLeafOfARow) {
  const BoostedTrees trees(0.5F, 2, {0}, small_tree());
  const auto value = [&](float a, float b) {
    const float row[] = {a, b};
    return trees.value(row);
  };
  EXPECT_EQ(value(1.0F, 5.0F), 1.5F);
  EXPECT_EQ(value(2.0F, -1.0F), 10.5F);  // the threshold itself goes right
  EXPECT_EQ(value(3.0F, 0.0F), 20.5F);
  EXPECT_EQ(value(kMissing, 0.0F), 1.5F);
  EXPECT_EQ(value(3.0F, kMissing), 20.5F);
}

TEST(BoostedTrees, GiveManyRowsTheValuesOfEach) {
  // A tree behind a lone leaf and before a shallower one; more rows than walk together.
  std::vector<Node> nodes = {{BoostedTrees::kLeaf, 1, 0.25F, 0}};
  const auto tree = small_tree();
  nodes.insert(nodes.end(), tree.begin(), tree.end());
  nodes.insert(
      nodes.end(),
      {{1, 1, 3.0F, 1}, {BoostedTrees::kLeaf, 1, 0.1F, 0}, {BoostedTrees::kLeaf, 1, 0.7F, 0}});
  const BoostedTrees trees(0.5F, 2, {0, 1, 6}, nodes);
  std::vector<float> rows;
  for (const float a : {kMissing, 1.0F, 2.0F, 3.0F, -std::numeric_limits<float>::infinity()})
    for (const float b : {kMissing, -1.0F, 0.0F, 5.0F}) rows.insert(rows.end(), {a, b});
  const std::vector<float> few = rows;
  for (int k = 0; k < 7; ++k) rows.insert(rows.end(), few.begin() + 2 * k, few.end());
  const std::vector<float> values = trees.values(rows);
  ASSERT_EQ(values.size(), 139U);
  for (std::size_t r = 0; r < values.size(); ++r)
    EXPECT_EQ(values[r], trees.value(std::span(rows).subspan(2 * r, 2))) << r;
  EXPECT_TRUE(trees.values({}).empty());
}

TEST(BoostedTrees, RefuseNodesThatWouldNotEnd) {
  const auto refused = [](std::vector<Node> nodes, const std::string& why) {
    test::expect_input_error([&] { BoostedTrees(0.0F, 2, {0}, std::move(nodes)); }, why);
  };
  auto nodes = small_tree();
  nodes[2].left_child = 0;  // back to the root
  refused(nodes, "a child outside it");
  nodes = small_tree();
  nodes[2].left_child = 4;  // its right child lies behind the end
  refused(nodes, "a child outside it");
  nodes = small_tree();
  nodes[2].feature = 2;
  refused(nodes, "a feature that there is not");
  nodes = small_tree();
  nodes[4].value = kMissing;
  refused(nodes, "no number");
  refused(std::vector<Node>(BoostedTrees::kMostNodes + 1), "too many nodes");
  test::expect_input_error([] { BoostedTrees(kMissing, 2, {0}, small_tree()); }, "begin with");
}

}  // namespace
}  // namespace basepeak
