// The only file that includes XGBoost.
#include "tools/train/boosted_fit.h"

#include <xgboost/c_api.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/error.h"

namespace basepeak::train {
namespace {

constexpr float kBase = 0.0F;
constexpr std::size_t kCheckedRows = 1000;

void require(int status) {
  if (status != 0)
    throw Error(ErrorKind::input, std::string("fitting trees: XGBoost: ") + XGBGetLastError());
}

struct FreeMatrix {
  void operator()(void* matrix) const noexcept { XGDMatrixFree(matrix); }
};
struct FreeBooster {
  void operator()(void* booster) const noexcept { XGBoosterFree(booster); }
};
using Matrix = std::unique_ptr<void, FreeMatrix>;
using Booster = std::unique_ptr<void, FreeBooster>;

Matrix matrix_of(const TrainingRows& rows, std::size_t count) {
  DMatrixHandle handle = nullptr;
  require(XGDMatrixCreateFromMat(rows.values.data(), count, rows.width,
                                 std::numeric_limits<float>::quiet_NaN(), &handle));
  Matrix matrix(handle);
  require(XGDMatrixSetFloatInfo(handle, "label", rows.target.data(), count));
  if (!rows.weight.empty())
    require(XGDMatrixSetFloatInfo(handle, "weight", rows.weight.data(), count));
  return matrix;
}

Booster booster_of(const Matrix& matrix, const BoostedSettings& settings) {
  DMatrixHandle handle = matrix.get();
  BoosterHandle made = nullptr;
  require(XGBoosterCreate(&handle, 1, &made));
  Booster booster(made);
  const std::pair<const char*, std::string> parameters[] = {
      {"objective", "reg:squarederror"},
      {"tree_method", "hist"},
      {"nthread", "1"},
      {"base_score", "0"},
      {"verbosity", "0"},
      {"max_depth", std::to_string(settings.depth)},
      {"eta", std::to_string(settings.learning_rate)},
      {"subsample", std::to_string(settings.row_share)},
      {"colsample_bytree", std::to_string(settings.column_share)},
      {"min_child_weight", std::to_string(settings.least_child)},
      {"max_bin", std::to_string(settings.bins)},
      {"seed", std::to_string(settings.seed)}};
  for (const auto& [name, value] : parameters)
    require(XGBoosterSetParam(booster.get(), name, value.c_str()));
  return booster;
}

using Json = nlohmann::json;

// Nodes breadth first, the two children of a split side by side.
void append_tree(const Json& root, std::vector<BoostedTrees::Node>& nodes) {
  std::vector<const Json*> queue = {&root};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Json& node = *queue[i];
    BoostedTrees::Node made;
    if (node.contains("leaf")) {
      made.value = node["leaf"].get<float>();
    } else {
      const std::string split = node["split"].get<std::string>();  // "f12"
      made.feature = static_cast<std::uint16_t>(std::stoul(split.substr(1)));
      made.value = node["split_condition"].get<float>();
      made.is_missing_left = node["missing"] == node["yes"] ? 1 : 0;
      made.left_child = static_cast<std::uint32_t>(queue.size());
      for (const char* side : {"yes", "no"}) {
        for (const Json& child : node["children"])
          if (child["nodeid"] == node[side]) queue.push_back(&child);
      }
    }
    nodes.push_back(made);
  }
}

BoostedTrees trees_of(const Booster& booster, std::size_t width) {
  bst_ulong count = 0;
  const char** dumps = nullptr;
  require(XGBoosterDumpModelEx(booster.get(), "", 0, "json", &count, &dumps));
  std::vector<std::uint32_t> first_nodes;
  std::vector<BoostedTrees::Node> nodes;
  for (bst_ulong tree = 0; tree < count; ++tree) {
    first_nodes.push_back(static_cast<std::uint32_t>(nodes.size()));
    append_tree(Json::parse(dumps[tree]), nodes);
  }
  return {kBase, static_cast<std::uint16_t>(width), std::move(first_nodes), std::move(nodes)};
}

void check_answers(const BoostedTrees& trees, const Booster& booster, const TrainingRows& rows) {
  const std::size_t count = rows.size();
  const Matrix matrix = matrix_of(rows, count);
  bst_ulong length = 0;
  const float* answers = nullptr;
  require(XGBoosterPredict(booster.get(), matrix.get(), 0, 0, 0, &length, &answers));
  for (std::size_t i = 0; i < count; ++i) {
    const float own = trees.value(std::span(rows.values).subspan(i * rows.width, rows.width));
    if (!(std::abs(own - answers[i]) <= 1e-4F)) {
      throw Error(ErrorKind::input, "fitting trees: row " + std::to_string(i) + " is " +
                                        std::to_string(own) + " here and " +
                                        std::to_string(answers[i]) + " in XGBoost");
    }
  }
}

}  // namespace

BoostedTrees fit_boosted_trees(TrainingRows rows, const BoostedSettings& settings) {
  const Matrix matrix = matrix_of(rows, rows.size());
  // XGBoost has its own copy; what is checked stays.
  const std::size_t count = std::min(rows.size(), kCheckedRows);
  rows.values.resize(count * rows.width);
  rows.values.shrink_to_fit();
  rows.target.resize(count);
  rows.weight.clear();
  const Booster booster = booster_of(matrix, settings);
  for (int round = 0; round < settings.rounds; ++round)
    require(XGBoosterUpdateOneIter(booster.get(), round, matrix.get()));
  BoostedTrees trees = trees_of(booster, rows.width);
  check_answers(trees, booster, rows);
  return trees;
}

}  // namespace basepeak::train
