#include "engine/search/ms2_limits.h"

#include <algorithm>

#include "engine/search/kernels.h"

namespace basepeak {

namespace {

constexpr int kBinBits = 13;
constexpr std::size_t kBins = (std::size_t{1} << 32) >> kBinBits;  // of all m/z in a library
constexpr std::size_t kMostRows = 256;
constexpr std::int64_t kMostBinsOfAPeak = 64;

}  // namespace

std::uint8_t LimitsByMz::join(std::size_t row, std::size_t other) {
  if (more_limits_.empty()) more_limits_.assign(limits_.begin(), limits_.end());
  const std::size_t joined = more_limits_.size();
  more_limits_.resize(joined + kLevels);
  for (std::size_t level = 0; level < kLevels; ++level) {
    more_limits_[joined + level] =
        std::max(more_limits_[row * kLevels + level], more_limits_[other * kLevels + level]);
  }
  limits_ = more_limits_;
  return static_cast<std::uint8_t>(joined / kLevels);
}

bool LimitsByMz::set(std::span<const std::int64_t> mz_udalton,
                     std::span<const std::int64_t> half_widths, const ContributionTables& tables) {
  if (row_.empty()) row_.assign(kBins, 0);
  for (const std::size_t bin : bins_) row_[bin] = 0;
  bins_.clear();
  more_limits_.clear();
  limits_ = tables.rows();
  if (mz_udalton.size() >= kMostRows) return false;
  for (std::size_t i = 0; i < mz_udalton.size(); ++i) {
    const std::int64_t first = std::max<std::int64_t>(0, mz_udalton[i] - half_widths[i]);
    const std::int64_t last = mz_udalton[i] + half_widths[i];
    const auto end = std::min<std::int64_t>((last >> kBinBits) + 1, kBins);
    if (end - (first >> kBinBits) > kMostBinsOfAPeak) return false;
    for (std::int64_t b = first >> kBinBits; b < end; ++b) {
      const auto bin = static_cast<std::size_t>(b);
      if (row_[bin] == 0) {
        row_[bin] = static_cast<std::uint8_t>(i + 1);
        bins_.push_back(bin);
      } else {
        // A record peak here pairs with one of several query peaks.
        if (limits_.size() / kLevels == kMostRows) return false;
        row_[bin] = join(i + 1, row_[bin]);
      }
    }
  }
  return true;
}

void LimitsByMz::sum(const Ms2Block& block, std::size_t first_id, std::span<std::uint16_t> sums) {
  std::vector<std::uint32_t>& totals = totals_;
  const std::uint32_t* const mz = block.mz_udalton.data();
  const std::uint8_t* const level = block.level.data();
  const std::uint8_t* const row = row_.data();
  const std::uint16_t* const limits = limits_.data();
  // All peaks in one go, as a running total: a loop for each record would end where the processor
  // cannot foresee it.
  const std::size_t begin = block.first_peak[first_id];
  const std::size_t count = block.first_peak[first_id + sums.size()] - begin;
  totals.resize(count + 1);
  std::uint32_t total = 0;
  totals[0] = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t p = begin + i;
    total += limits[row[mz[p] >> kBinBits] * kLevels + level[p]];
    totals[i + 1] = total;
  }
  std::size_t first = 0;
  for (std::size_t k = 0; k < sums.size(); ++k) {
    const std::size_t end = block.first_peak[first_id + k + 1] - begin;
    sums[k] = static_cast<std::uint16_t>(totals[end] - totals[first]);
    first = end;
  }
}

}  // namespace basepeak
