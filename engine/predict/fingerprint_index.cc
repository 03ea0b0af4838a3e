#include "engine/predict/fingerprint_index.h"

#include <algorithm>

namespace basepeak {
namespace {

// Calls visit(value, times) for every value of an ascending fingerprint.
template <typename Visit>
void for_each_value(const Fingerprint& fingerprint, const Visit& visit) {
  for (std::size_t first = 0; first < fingerprint.size();) {
    std::size_t last = first;
    while (last < fingerprint.size() && fingerprint[last] == fingerprint[first]) ++last;
    visit(fingerprint[first], static_cast<std::uint32_t>(last - first));
    first = last;
  }
}

}  // namespace

void FingerprintIndex::add(const Fingerprint& fingerprint) {
  const auto place = static_cast<std::uint32_t>(sizes_.size());
  for_each_value(fingerprint, [&](std::uint64_t value, std::uint32_t times) {
    postings_[value].push_back({place, times});
  });
  sizes_.push_back(fingerprint.size());
}

std::vector<double> FingerprintIndex::similarities(const Fingerprint& fingerprint) const {
  std::vector<std::uint32_t> shared(sizes_.size(), 0);
  for_each_value(fingerprint, [&](std::uint64_t value, std::uint32_t times) {
    const auto found = postings_.find(value);
    if (found == postings_.end()) return;
    for (const Posting& posting : found->second)
      shared[posting.fingerprint] += std::min(times, posting.times);
  });
  std::vector<double> similarities(sizes_.size(), 0.0);
  for (std::size_t i = 0; i < sizes_.size(); ++i) {
    const std::size_t all = sizes_[i] + fingerprint.size() - shared[i];
    if (all > 0) similarities[i] = static_cast<double>(shared[i]) / static_cast<double>(all);
  }
  return similarities;
}

}  // namespace basepeak
