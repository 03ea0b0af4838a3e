#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/predict/environments.h"

namespace basepeak {

// Finds what fingerprints share with one of them without comparing them one by one: most molecules
// of a library share little with a new one.
class FingerprintIndex {
 public:
  void add(const Fingerprint& fingerprint);
  [[nodiscard]] std::size_t size() const noexcept { return sizes_.size(); }

  // similarity() with each fingerprint, in the order added; the same numbers.
  [[nodiscard]] std::vector<double> similarities(const Fingerprint& fingerprint) const;

 private:
  // A fingerprint that holds a value, and how often.
  struct Posting {
    std::uint32_t fingerprint = 0;
    std::uint32_t times = 0;
  };
  std::unordered_map<std::uint64_t, std::vector<Posting>> postings_;
  std::vector<std::size_t> sizes_;
};

}  // namespace basepeak
