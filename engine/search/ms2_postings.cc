#include "engine/search/ms2_postings.h"

#include <algorithm>
#include <utility>

namespace basepeak {

namespace {

constexpr int kStepBits = 8;  // microdaltons a step
constexpr int kBinBits = 8;   // steps a bin

std::int64_t step_of(std::int64_t place_udalton) { return place_udalton >> kStepBits; }

}  // namespace

SortedPostings sort_postings(std::span<const Posting> peaks) {
  SortedPostings sorted;
  if (peaks.empty()) return sorted;
  const auto by_place = [](const Posting& a, const Posting& b) {
    return a.place_udalton < b.place_udalton;
  };
  const auto [lowest, highest] = std::minmax_element(peaks.begin(), peaks.end(), by_place);
  sorted.base_step = step_of(lowest->place_udalton);
  const auto steps = static_cast<std::uint64_t>(step_of(highest->place_udalton) - sorted.base_step);
  const std::size_t bins = (steps >> kBinBits) + 1;

  // Sorted by the lower digit, then, keeping that order, by bin.
  const auto relative = [&](const Posting& peak) {
    return static_cast<std::uint64_t>(step_of(peak.place_udalton) - sorted.base_step);
  };
  std::vector<std::uint32_t> next(std::size_t{1} << kBinBits, 0);
  sorted.first_in_bin.assign(bins + 1, 0);
  for (const Posting& peak : peaks) {
    ++next[relative(peak) & 0xFF];
    ++sorted.first_in_bin[(relative(peak) >> kBinBits) + 1];
  }
  std::uint32_t sum = 0;
  for (std::uint32_t& count : next) sum += std::exchange(count, sum);
  for (std::size_t bin = 0; bin < bins; ++bin)
    sorted.first_in_bin[bin + 1] += sorted.first_in_bin[bin];

  struct Packed {
    std::uint32_t bin;
    std::uint32_t posting;
  };
  std::vector<Packed> by_digit(peaks.size());
  for (const Posting& peak : peaks) {
    const std::uint64_t place = relative(peak);
    const auto digit = static_cast<std::uint32_t>(place & 0xFF);
    by_digit[next[digit]++] = {static_cast<std::uint32_t>(place >> kBinBits),
                               digit << 24 | std::uint32_t{peak.id} << 8 | peak.level};
  }
  sorted.postings.resize(peaks.size());
  std::vector<std::uint32_t> to(sorted.first_in_bin.begin(), sorted.first_in_bin.end() - 1);
  for (const Packed& packed : by_digit) sorted.postings[to[packed.bin]++] = packed.posting;
  return sorted;
}

std::size_t Postings::first_from(std::int64_t step) const noexcept {
  if (step <= base_step_) return 0;
  const auto place = static_cast<std::uint64_t>(step - base_step_);
  const std::uint64_t bin = place >> kBinBits;
  if (bin + 1 >= first_in_bin_.size()) return postings_.size();
  const auto digit = static_cast<std::uint32_t>(place & 0xFF) << 24;
  const auto begin = postings_.begin() + first_in_bin_[bin];
  const auto end = postings_.begin() + first_in_bin_[bin + 1];
  return static_cast<std::size_t>(std::lower_bound(begin, end, digit) - postings_.begin());
}

std::span<const std::uint32_t> Postings::within(std::int64_t lowest,
                                                std::int64_t highest) const noexcept {
  if (postings_.empty() || lowest > highest) return {};
  const std::size_t begin = first_from(step_of(lowest));
  const std::size_t end = first_from(step_of(highest) + 1);
  return std::span(postings_).subspan(begin, end - begin);
}

void Postings::prefetch(std::int64_t lowest, int turn) const noexcept {
  if (postings_.empty()) return;
  const std::int64_t bin = (step_of(lowest) - base_step_) >> kBinBits;
  if (bin < 0 || static_cast<std::size_t>(bin) + 1 >= first_in_bin_.size()) return;
  const std::uint32_t* const first = first_in_bin_.data() + bin;
  if (turn == 0) {
    __builtin_prefetch(first);
  } else {
    __builtin_prefetch(postings_.data() + first[0] + (first[1] - first[0]) / 2);
  }
}

}  // namespace basepeak
