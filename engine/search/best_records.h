#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/search/backend.h"

namespace basepeak {

// The records found so far for one query, and the score below which nothing more is wanted.
class BestRecords {
 public:
  BestRecords(std::size_t wanted, double threshold) : wanted_(wanted), least_(threshold) {}

  void add(std::uint32_t record, const ScoreValue& value) {
    if (value.score <= 0.0 || value.score < least_) return;
    found_.push_back({record, value});
    if (wanted_ == 0) return;
    best_.push_back(value.score);
    std::push_heap(best_.begin(), best_.end(), std::greater<>());
    if (best_.size() > wanted_) {
      std::pop_heap(best_.begin(), best_.end(), std::greater<>());
      best_.pop_back();
    }
    if (best_.size() == wanted_) least_ = std::max(least_, best_.front());
  }
  [[nodiscard]] double least() const { return least_; }
  [[nodiscard]] bool is_missing() const { return wanted_ > 0 && best_.size() < wanted_; }

  [[nodiscard]] std::vector<Candidate> candidates() const {
    std::vector<Candidate> result;
    for (const auto& [record, value] : found_) {
      if (value.score < least_) continue;
      result.push_back({record, static_cast<float>(value.score), value});
    }
    return result;
  }

 private:
  struct Found {
    std::uint32_t record;
    ScoreValue value;
  };
  std::size_t wanted_;
  double least_;
  std::vector<Found> found_;
  std::vector<double> best_;  // a heap of the wanted best, the least in front
};

}  // namespace basepeak
