#include "engine/search/ei_kernels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/search/ei_kernels.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace basepeak {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::CappedTag<std::int32_t, 16>;  // 4 vectors at most divide a block
using Floats = hn::RebindToFloat<Lanes>;

// Adds the products of the two 16-bit halves of each lane.
template <class D, class V>
HWY_INLINE V add_pair_products([[maybe_unused]] D d, V a, V b, V sum) {
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
  const hn::Repartition<std::int16_t, D> half;
  V other = hn::Zero(d);
  return hn::ReorderWidenMulAccumulate(d, hn::BitCast(half, a), hn::BitCast(half, b), sum, other);
#else
  const V low = hn::Mul(hn::ShiftRight<16>(hn::ShiftLeft<16>(a)),
                        hn::ShiftRight<16>(hn::ShiftLeft<16>(b)));
  return hn::Add(sum, hn::Add(low, hn::Mul(hn::ShiftRight<16>(a), hn::ShiftRight<16>(b))));
#endif
}

void CosineBounds(const EiBlockView& block, const EiQueryView& query, float* bounds) {
  const Lanes d;
  const Floats f;
  const std::size_t lanes = hn::Lanes(d);
  const auto first =
      std::lower_bound(query.rows.begin(), query.rows.end(), block.first_row,
                       [](const EiQueryRow& row, std::int32_t at) { return row.row < at; });
  const auto last =
      std::lower_bound(first, query.rows.end(), block.first_row + block.rows,
                       [](const EiQueryRow& row, std::int32_t at) { return row.row < at; });
  const auto* weight = reinterpret_cast<const std::int32_t*>(block.weight);
  for (std::size_t at = 0; at < kEiBlock; at += 4 * lanes) {
    auto a = hn::Zero(d);
    auto b = hn::Zero(d);
    auto c = hn::Zero(d);
    auto e = hn::Zero(d);
    for (auto row = first; row != last; ++row) {
      const auto w = hn::Set(d, row->weights);
      const std::int32_t* from =
          weight + static_cast<std::size_t>(row->row - block.first_row) * kEiBlock + at;
      a = add_pair_products(d, hn::Load(d, from), w, a);
      b = add_pair_products(d, hn::Load(d, from + lanes), w, b);
      c = add_pair_products(d, hn::Load(d, from + 2 * lanes), w, c);
      e = add_pair_products(d, hn::Load(d, from + 3 * lanes), w, e);
    }
    const auto finish = [&](hn::Vec<Lanes> sum, std::size_t offset) {
      const auto dot = hn::Mul(hn::ConvertTo(f, sum), hn::Set(f, query.unit));
      const auto query_share =
          hn::GatherIndex(f, query.share, hn::LoadU(d, block.lowest + offset));
      const auto shares = hn::Mul(query_share, hn::LoadU(f, block.share + offset));
      // A dot product of 0 is 0 whatever the shares; both shares are finite.
      hn::StoreU(hn::Mul(hn::Mul(dot, dot), shares), f, bounds + offset);
    };
    finish(a, at);
    finish(b, at + lanes);
    finish(c, at + 2 * lanes);
    finish(e, at + 3 * lanes);
  }
}

std::size_t Select(const float* values, std::size_t size, float floor, std::uint32_t* found) {
  const Floats f;
  const hn::RebindToUnsigned<Floats> u;
  const std::size_t lanes = hn::Lanes(f);
  const auto least = hn::Set(f, floor);
  std::size_t count = 0;
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const auto value = hn::LoadU(f, values + i);
    const auto is_found = hn::And(hn::Ge(value, least), hn::Gt(value, hn::Zero(f)));
    if (hn::AllFalse(f, is_found)) continue;
    const auto index = hn::Iota(u, static_cast<std::uint32_t>(i));
    count += hn::CompressStore(index, hn::RebindMask(u, is_found), u, found + count);
  }
  for (; i < size; ++i) {
    if (values[i] >= floor && values[i] > 0.0F) found[count++] = static_cast<std::uint32_t>(i);
  }
  return count;
}

// A carry that starts one above a common peak runs up through masses without peaks and stops at
// the next peak: the peaks it stops at follow a common peak.
EiCounts Counts(const EiBits& query, const EiBits& record, std::size_t start, std::size_t words) {
  EiCounts counts;
  std::uint64_t carry = 0;
  std::uint64_t counted = ~std::uint64_t{0} << (start % 64);
  for (std::size_t i = start / 64; i < words; ++i) {
    const std::uint64_t qp = query.present[i] & counted;
    const std::uint64_t qs = query.strong[i] & counted;
    const std::uint64_t rp = record.present[i] & counted;
    const std::uint64_t rs = record.strong[i] & counted;
    counted = ~std::uint64_t{0};
    const std::uint64_t common = qp & rp & (qs | rs);
    const std::uint64_t query_alone = qs & ~rp;
    const std::uint64_t peaks = common | query_alone | (rs & ~qp);
    const std::uint64_t above = (common << 1) | carry;
    const std::uint64_t sum = ~peaks + above;
    counts.common += static_cast<std::uint32_t>(__builtin_popcountll(common));
    counts.entered += static_cast<std::uint32_t>(__builtin_popcountll(common | query_alone));
    counts.ratios += static_cast<std::uint32_t>(__builtin_popcountll(sum & common));
    carry = (common >> 63) | static_cast<std::uint64_t>(sum < above);
  }
  return counts;
}

}  // namespace HWY_NAMESPACE
}  // namespace basepeak
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace basepeak {

HWY_EXPORT(CosineBounds);
HWY_EXPORT(Select);
HWY_EXPORT(Counts);

void ei_cosine_bounds(const EiBlockView& block, const EiQueryView& query, float* bounds) noexcept {
  HWY_DYNAMIC_DISPATCH(CosineBounds)(block, query, bounds);
}

std::size_t ei_select(const float* values, std::size_t size, float floor,
                      std::uint32_t* found) noexcept {
  return HWY_DYNAMIC_DISPATCH(Select)(values, size, floor, found);
}

EiCounts ei_counts(const EiBits& query, const EiBits& record, std::size_t start,
                   std::size_t words) noexcept {
  return HWY_DYNAMIC_DISPATCH(Counts)(query, record, start, words);
}

}  // namespace basepeak

#endif
