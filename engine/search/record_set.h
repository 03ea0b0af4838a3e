#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace basepeak {

// A set of whole numbers below a size, one bit each.
class RecordSet {
 public:
  explicit RecordSet(std::size_t size) : words_((size + 63) / 64) {}

  // REQUIRES: record < size.
  void add(std::uint32_t record) {
    std::uint64_t& word = words_[record / 64];
    const std::uint64_t bit = std::uint64_t{1} << (record % 64);
    if ((word & bit) == 0) ++count_;
    word |= bit;
  }
  // False for what is not below the size.
  [[nodiscard]] bool contains(std::uint32_t record) const noexcept {
    return record / 64 < words_.size() && (words_[record / 64] >> (record % 64) & 1) != 0;
  }
  [[nodiscard]] std::size_t count() const noexcept { return count_; }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t count_ = 0;
};

}  // namespace basepeak
