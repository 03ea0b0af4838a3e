#include "engine/predict/boosted_trees.h"

#include <cassert>
#include <cmath>
#include <string>
#include <utility>

#include "engine/error.h"

namespace basepeak {

BoostedTrees::BoostedTrees(float base, std::uint16_t features,
                           std::vector<std::uint32_t> first_nodes, std::vector<Node> nodes)
    : base_(base),
      features_(features),
      first_nodes_(std::move(first_nodes)),
      nodes_(std::move(nodes)) {
  const auto refuse = [](std::size_t tree, const std::string& why) {
    throw Error(ErrorKind::input, "boosted trees: tree " + std::to_string(tree) + " " + why);
  };
  for (std::size_t tree = 0; tree < first_nodes_.size(); ++tree) {
    const std::size_t begin = first_nodes_[tree];
    const std::size_t end = tree + 1 < first_nodes_.size() ? first_nodes_[tree + 1] : nodes_.size();
    if (begin >= end || end > nodes_.size()) refuse(tree, "has no nodes");
    for (std::size_t i = begin; i < end; ++i) {
      const Node& node = nodes_[i];
      if (!std::isfinite(node.value)) refuse(tree, "has a value that is no number");
      if (node.feature == kLeaf) continue;
      if (node.feature >= features_) refuse(tree, "asks for a feature that there is not");
      // Behind their parent: whoever walks down arrives.
      const std::size_t left = begin + node.left_child;
      if (left <= i || left + 1 >= end) refuse(tree, "has a child outside it");
    }
  }
}

float BoostedTrees::value(std::span<const float> row) const noexcept {
  assert(row.size() == features_);
  float sum = base_;
  for (const std::uint32_t begin : first_nodes_) {
    std::size_t at = begin;
    while (nodes_[at].feature != kLeaf) {
      const Node& node = nodes_[at];
      const float x = row[node.feature];
      const bool goes_left = std::isnan(x) ? node.is_missing_left != 0 : x < node.value;
      at = begin + node.left_child + (goes_left ? 0U : 1U);
    }
    sum += nodes_[at].value;
  }
  return sum;
}

}  // namespace basepeak
