#include "engine/predict/boosted_trees.h"

#include <algorithm>
#include <array>
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
  steps_.resize(nodes_.size());
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
    add_walk(begin, end);
  }
}

void BoostedTrees::add_walk(std::size_t begin, std::size_t end) {
  std::vector<int> depth(end - begin, 0);
  for (std::size_t i = begin; i < end; ++i) {
    const Node& node = nodes_[i];
    const auto at = static_cast<std::uint32_t>(i);
    if (node.feature == kLeaf) {
      steps_[i] = {0, 1, 0, 0.0F, at};
      continue;
    }
    steps_[i] = {node.feature, static_cast<std::uint8_t>(node.is_missing_left != 0 ? 1 : 0), 1,
                 node.value, static_cast<std::uint32_t>(begin + node.left_child)};
    for (const std::size_t child : {node.left_child, node.left_child + 1U})
      depth[child] = std::max(depth[child], depth[i - begin] + 1);
  }
  depths_.push_back(*std::max_element(depth.begin(), depth.end()));
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

std::vector<float> BoostedTrees::values(std::span<const float> rows) const {
  // So many rows hide each other's waiting for memory.
  constexpr std::size_t kTogether = 8;
  if (rows.empty()) return {};
  assert(rows.size() % features_ == 0);
  const std::size_t count = rows.size() / features_;
  std::vector<float> sums(count, base_);
  const std::size_t whole = count - count % kTogether;
  for (std::size_t tree = 0; tree < first_nodes_.size(); ++tree) {
    for (std::size_t first = 0; first < whole; first += kTogether) {
      std::array<std::uint32_t, kTogether> at;
      at.fill(first_nodes_[tree]);
      const float* row = rows.data() + first * features_;
      for (int level = 0; level < depths_[tree]; ++level) {
        for (std::size_t k = 0; k < kTogether; ++k) {
          const Step& step = steps_[at[k]];
          const float x = row[k * features_ + step.feature];
          // Not a comparison that jumps: which way a row goes cannot be foreseen.
          const unsigned goes_right = (x >= step.below ? 1U : 0U) |
                                      ((std::isnan(x) ? 1U : 0U) & (step.is_missing_left ^ 1U));
          at[k] = step.left + (goes_right & step.is_split);
        }
      }
      for (std::size_t k = 0; k < kTogether; ++k) sums[first + k] += nodes_[at[k]].value;
    }
  }
  for (std::size_t r = whole; r < count; ++r)
    sums[r] = value(rows.subspan(r * features_, features_));
  return sums;
}

}  // namespace basepeak
