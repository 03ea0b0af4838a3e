#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

namespace basepeak {

// The score that a record must reach to be among the wanted best of those seen so far.
class WantedBest {
 public:
  // Nothing below `threshold` is wanted. REQUIRES: wanted > 0.
  WantedBest(std::size_t wanted, double threshold) : wanted_(wanted), threshold_(threshold) {}

  void add(double score) {
    if (best_.size() == wanted_) {
      if (score <= best_.front()) return;
      std::pop_heap(best_.begin(), best_.end(), std::greater<>());
      best_.pop_back();
    }
    best_.push_back(score);
    std::push_heap(best_.begin(), best_.end(), std::greater<>());
  }

  [[nodiscard]] double least() const {
    return best_.size() < wanted_ ? threshold_ : std::max(threshold_, best_.front());
  }

 private:
  std::size_t wanted_;
  double threshold_;
  std::vector<double> best_;  // a heap, the least in front
};

// Leaves of `found`, whose elements have a score, those as good as the wanted-th best; 0 leaves
// all.
template <typename Scored>
void keep_best(std::vector<Scored>& found, std::size_t wanted) {
  if (wanted == 0 || found.size() <= wanted) return;
  std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(wanted - 1),
                   found.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  const auto least = found[wanted - 1].score;
  std::erase_if(found, [&](const Scored& scored) { return scored.score < least; });
}

}  // namespace basepeak
