#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace basepeak {

// A sum of regression trees. A row is a value a feature; NaN is a missing value.
class BoostedTrees {
 public:
  struct Node {
    // Of a split: the feature; kLeaf for a leaf.
    std::uint16_t feature = kLeaf;
    std::uint16_t is_missing_left = 1;
    float value = 0.0F;            // rows below it go left; a leaf's value
    std::uint32_t left_child = 0;  // in the same tree's nodes; the right child follows it
  };
  static constexpr std::uint16_t kLeaf = 0xffff;
  static constexpr std::size_t kMostNodes = 0xffff;  // of a tree

  BoostedTrees() = default;
  // `first_nodes`: where each tree starts in `nodes`; children lie behind their parents. Throws
  // Error{input} for trees that are not: a child out of its tree or a feature beyond `features`.
  BoostedTrees(float base, std::uint16_t features, std::vector<std::uint32_t> first_nodes,
               std::vector<Node> nodes);

  [[nodiscard]] float base() const noexcept { return base_; }
  [[nodiscard]] std::uint16_t features() const noexcept { return features_; }
  [[nodiscard]] const std::vector<std::uint32_t>& first_nodes() const noexcept {
    return first_nodes_;
  }
  [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }

  // Trees added in order, in single precision. REQUIRES: row.size() == features().
  [[nodiscard]] float value(std::span<const float> row) const noexcept;
  // The same for rows that lie one after another, faster. REQUIRES: a multiple of features().
  [[nodiscard]] std::vector<float> values(std::span<const float> rows) const;

 private:
  // A node as rows walk it together: to the left child, and one further where the column's value
  // is not below. A leaf leads back to itself, so that none has to be waited for.
  struct Step {
    float below = 0.0F;  // of a leaf its value
    std::uint16_t column = 0;
    std::uint16_t left = 0;  // so many nodes on
  };
  // A row is walked as its features, a NaN that leaves read, and, once more, the features that go
  // right somewhere when they are missing, infinite where they are: nothing has to be tested.
  void widen(std::span<const float> row, std::span<float> wide) const noexcept;
  [[nodiscard]] std::uint16_t right_column(std::uint16_t feature);
  void add_walk(std::size_t begin, std::size_t end);

  float base_ = 0.0F;
  std::uint16_t features_ = 0;
  std::vector<std::uint32_t> first_nodes_;
  std::vector<Node> nodes_;
  std::vector<Step> steps_;                      // one a node
  std::vector<std::uint16_t> right_if_missing_;  // features, in the order of their columns
  std::vector<int> depths_;  // one a tree: how many splits lie above its deepest leaf
};
static_assert(sizeof(BoostedTrees::Node) == 12);

}  // namespace basepeak
