#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace basepeak {

// A peak on its way into postings.
struct Posting {
  std::int64_t place_udalton = 0;  // m/z or neutral loss
  std::uint16_t id = 0;            // of the record within its block
  std::uint8_t level = 0;          // of its weight
};

// The peaks of a block of records by place. Each takes 4 bytes: from the highest bits down 8 of the
// place, 16 of the id, 8 of the level. Places are known to 256 microdaltons.
struct SortedPostings {
  std::int64_t base_step = 0;               // lowest place, in steps of 256 microdaltons
  std::vector<std::uint32_t> first_in_bin;  // of bins 256 steps wide, and the end; empty for none
  std::vector<std::uint32_t> postings;
};
[[nodiscard]] SortedPostings sort_postings(std::span<const Posting> peaks);

// The same, read where they lie; what they lie in must outlive the object.
class Postings {
 public:
  Postings() = default;
  // REQUIRES: the bins ascend and end at the number of postings.
  Postings(std::int64_t base_step, std::span<const std::uint32_t> first_in_bin,
           std::span<const std::uint32_t> postings)
      : base_step_(base_step), first_in_bin_(first_in_bin), postings_(postings) {}
  explicit Postings(const SortedPostings& sorted)
      : Postings(sorted.base_step, sorted.first_in_bin, sorted.postings) {}

  // Every peak with lowest <= place <= highest, and perhaps some within 256 microdaltons of that.
  [[nodiscard]] std::span<const std::uint32_t> within(std::int64_t lowest,
                                                      std::int64_t highest) const noexcept;
  // Fetches into the cache where within(lowest, ...) begins to look (`turn` 0) and what it looks at
  // next (`turn` 1), for a caller with several places to look at.
  void prefetch(std::int64_t lowest, int turn) const noexcept;

 private:
  // The first posting of a place not below this multiple of 256 microdaltons.
  [[nodiscard]] std::size_t first_from(std::int64_t step) const noexcept;

  std::int64_t base_step_ = 0;
  std::span<const std::uint32_t> first_in_bin_;
  std::span<const std::uint32_t> postings_;
};

}  // namespace basepeak
