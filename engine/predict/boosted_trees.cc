#include "engine/predict/boosted_trees.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
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
  if (!std::isfinite(base_))
    throw Error(ErrorKind::input, "boosted trees: what they begin with is no number");
  assert(2U * features_ + 1U <= kLeaf);  // columns of a widened row have numbers
  steps_.resize(nodes_.size());
  for (std::size_t tree = 0; tree < first_nodes_.size(); ++tree) {
    const std::size_t begin = first_nodes_[tree];
    const std::size_t end = tree + 1 < first_nodes_.size() ? first_nodes_[tree + 1] : nodes_.size();
    if (begin >= end || end > nodes_.size()) refuse(tree, "has no nodes");
    if (end - begin > kMostNodes) refuse(tree, "has too many nodes");
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
    if (node.feature == kLeaf) {
      steps_[i] = {node.value, features_, 0};
      continue;
    }
    steps_[i] = {node.value, node.is_missing_left != 0 ? node.feature : right_column(node.feature),
                 static_cast<std::uint16_t>(begin + node.left_child - i)};
    for (const std::size_t child : {node.left_child, node.left_child + 1U})
      depth[child] = std::max(depth[child], depth[i - begin] + 1);
  }
  depths_.push_back(*std::max_element(depth.begin(), depth.end()));
}

std::uint16_t BoostedTrees::right_column(std::uint16_t feature) {
  const auto known = std::find(right_if_missing_.begin(), right_if_missing_.end(), feature);
  const auto place = static_cast<std::size_t>(known - right_if_missing_.begin());
  if (known == right_if_missing_.end()) right_if_missing_.push_back(feature);
  return static_cast<std::uint16_t>(features_ + 1 + place);
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

void BoostedTrees::widen(std::span<const float> row, std::span<float> wide) const noexcept {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::copy(row.begin(), row.end(), wide.begin());
  wide[features_] = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t c = 0; c < right_if_missing_.size(); ++c) {
    const float x = row[right_if_missing_[c]];
    wide[features_ + 1U + c] = std::isnan(x) ? kInfinity : x;
  }
}

std::vector<float> BoostedTrees::values(std::span<const float> rows) const {
  // So many rows hide each other's waiting for memory; so many stay in the nearest cache while all
  // trees pass.
  constexpr std::size_t kTogether = 16;
  constexpr std::size_t kAtATime = 4 * kTogether;
  if (rows.empty()) return {};
  assert(rows.size() % features_ == 0);
  const std::size_t count = rows.size() / features_;
  const std::size_t width = features_ + 1U + right_if_missing_.size();
  std::vector<float> wide(std::min(kAtATime, count + kTogether) * width, 0.0F);
  std::vector<float> sums(count + kTogether, base_);
  for (std::size_t first = 0; first < count; first += kAtATime) {
    const std::size_t here = std::min(kAtATime, count - first);
    for (std::size_t r = 0; r < here; ++r) {
      widen(rows.subspan((first + r) * features_, features_),
            std::span(wide).subspan(r * width, width));
    }
    for (std::size_t tree = 0; tree < first_nodes_.size(); ++tree) {
      // The last few are rows of before, whose sums nobody reads.
      for (std::size_t r = 0; r < here; r += kTogether) {
        const float* row = wide.data() + r * width;
        std::array<std::uint32_t, kTogether> at;
        at.fill(first_nodes_[tree]);
        for (int level = 0; level < depths_[tree]; ++level) {
          for (std::size_t k = 0; k < kTogether; ++k) {
            const Step& step = steps_[at[k]];
            // Not a comparison that jumps: which way a row goes cannot be foreseen.
            at[k] += step.left + (row[k * width + step.column] >= step.below ? 1U : 0U);
          }
        }
        for (std::size_t k = 0; k < kTogether; ++k) sums[first + r + k] += steps_[at[k]].below;
      }
    }
  }
  sums.resize(count);
  return sums;
}

}  // namespace basepeak
