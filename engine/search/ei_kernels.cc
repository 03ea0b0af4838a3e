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
  const V low =
      hn::Mul(hn::ShiftRight<16>(hn::ShiftLeft<16>(a)), hn::ShiftRight<16>(hn::ShiftLeft<16>(b)));
  return hn::Add(sum, hn::Add(low, hn::Mul(hn::ShiftRight<16>(a), hn::ShiftRight<16>(b))));
#endif
}

float CosineBounds(const EiBlockView& block, const EiQueryView& query, float* bounds) {
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
  auto highest = hn::Zero(f);
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
      const auto query_share = hn::GatherIndex(f, query.share, hn::LoadU(d, block.lowest + offset));
      const auto shares = hn::Mul(query_share, hn::LoadU(f, block.share + offset));
      // A dot product of 0 is 0 whatever the shares; both shares are finite.
      const auto bound = hn::Mul(hn::Mul(dot, dot), shares);
      highest = hn::Max(highest, bound);
      hn::StoreU(bound, f, bounds + offset);
    };
    finish(a, at);
    finish(b, at + lanes);
    finish(c, at + 2 * lanes);
    finish(e, at + 3 * lanes);
  }
  return hn::GetLane(hn::MaxOfLanes(f, highest));
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

// The number of common peaks is N1, that of ratios N2 and that of query peaks that entered N_U. A
// carry that starts one above a common peak runs up through masses without peaks and stops at the
// next peak: the peaks it stops at follow a common peak and form a ratio if common themselves.
template <EiComposite kKind>
float CompositeBoundsOf(const EiRatioQuery& query, const EiBits& record, const std::int32_t* lowest,
                        const float* squared_cosines, float* bounds) {
  const hn::CappedTag<std::uint64_t, 8> u;
  const hn::RebindToFloat<decltype(u)> f;
  const hn::Rebind<float, decltype(u)> half;
  const hn::Rebind<std::uint32_t, decltype(u)> whole;
  const std::size_t lanes = hn::Lanes(u);
  const auto zero = hn::Zero(u);
  const auto ones = hn::Not(zero);
  const std::size_t words = std::min(query.bits.words, record.words);
  const auto query_start = static_cast<std::size_t>(query.lowest);
  auto highest = hn::Zero(half);
  for (std::size_t at = 0; at < kEiBlock; at += lanes) {
    const auto start =
        hn::PromoteTo(u, hn::LoadU(whole, reinterpret_cast<const std::uint32_t*>(lowest + at)));
    std::uint64_t highest_start = 0;
    for (std::size_t i = 0; i < lanes; ++i) {
      highest_start = std::max(highest_start, static_cast<std::uint64_t>(lowest[at + i]));
    }
    auto common_count = zero;
    auto ratio_count = zero;
    [[maybe_unused]] auto entered = hn::Set(u, query.strong_from[words]);
    auto carry = zero;
    for (std::size_t i = query_start / 64; i < words; ++i) {
      const std::uint64_t counted =
          i == query_start / 64 ? ~std::uint64_t{0} << (query_start % 64) : ~std::uint64_t{0};
      auto qp = hn::Set(u, query.bits.present[i]);
      auto qs = hn::Set(u, query.bits.strong[i]);
      if (highest_start > 64 * i) {
        // The query's peaks below the record's lowest mass do not count.
        const auto first = hn::Set(u, 64 * i);
        const auto skipped = hn::IfThenElse(hn::Gt(start, first), hn::Sub(start, first), zero);
        const auto mask = hn::IfThenElse(hn::Gt(hn::Set(u, 64), skipped),
                                         hn::Shl(ones, hn::And(skipped, hn::Set(u, 63))), zero);
        qp = hn::And(qp, mask);
        qs = hn::And(qs, mask);
      }
      const auto rp =
          hn::And(hn::LoadU(u, record.present + i * record.stride + at), hn::Set(u, counted));
      const auto rs =
          hn::And(hn::LoadU(u, record.strong + i * record.stride + at), hn::Set(u, counted));
      const auto common = hn::And(hn::And(qp, rp), hn::Or(qs, rs));
      const auto query_alone = hn::AndNot(rp, qs);
      const auto query_peaks = hn::Or(common, query_alone);
      const auto gaps = hn::Not(hn::Or(query_peaks, hn::AndNot(qp, rs)));
      const auto above = hn::Or(hn::ShiftLeft<1>(common), carry);
      const auto sum = hn::Add(gaps, above);
      common_count = hn::Add(common_count, hn::PopulationCount(common));
      if constexpr (kKind == EiComposite::stein_scott) {
        entered = hn::Add(entered, hn::PopulationCount(query_peaks));
      }
      ratio_count = hn::Add(ratio_count, hn::PopulationCount(hn::And(sum, common)));
      carry = hn::Or(hn::ShiftRight<63>(common),
                     hn::IfThenElse(hn::Gt(above, sum), hn::Set(u, 1), zero));
    }
    const auto n1 = hn::ConvertTo(f, common_count);
    const auto n2 = hn::ConvertTo(f, ratio_count);
    const auto squared =
        hn::Min(hn::Set(f, 1.0), hn::PromoteTo(f, hn::LoadU(half, squared_cosines + at)));
    auto bound = squared;
    if constexpr (kKind == EiComposite::identity) {
      bound = hn::Div(hn::MulAdd(n1, squared, n2), hn::Add(n1, n2));
    } else {
      const auto nu = hn::ConvertTo(f, entered);
      const auto cosine = hn::Sqrt(squared);
      bound = hn::IfThenElse(hn::Gt(n2, hn::Zero(f)),
                             hn::Div(hn::MulAdd(nu, cosine, n1), hn::Add(nu, n1)), cosine);
    }
    bound = hn::IfThenElse(hn::Gt(n1, hn::Zero(f)), bound, hn::Zero(f));
    const auto rounded = hn::DemoteTo(half, hn::Mul(bound, hn::Set(f, 1.0 + 1e-6)));
    highest = hn::Max(highest, rounded);
    hn::StoreU(rounded, half, bounds + at);
  }
  return hn::GetLane(hn::MaxOfLanes(half, highest));
}

float CompositeBounds(EiComposite kind, const EiRatioQuery& query, const EiBits& record,
                      const std::int32_t* lowest, const float* squared_cosines, float* bounds) {
  return kind == EiComposite::identity ? CompositeBoundsOf<EiComposite::identity>(
                                             query, record, lowest, squared_cosines, bounds)
                                       : CompositeBoundsOf<EiComposite::stein_scott>(
                                             query, record, lowest, squared_cosines, bounds);
}

// Sum of the masses whose bits are set in a word.
HWY_INLINE std::uint64_t sum_of_masses(std::size_t word, std::uint64_t bits) {
  constexpr std::uint64_t kPlace[] = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
                                      0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000};
  auto sum = 64 * word * static_cast<std::uint64_t>(__builtin_popcountll(bits));
  for (int i = 0; i < 6; ++i) {
    sum += static_cast<std::uint64_t>(__builtin_popcountll(bits & kPlace[i])) << i;
  }
  return sum;
}

// Counts first, then the ratios from the highest masses down, which weigh most: few of them show
// that most records cannot reach the floor.
float Composite(EiComposite kind, const EiRatioQuery& query, const EiBits& record,
                std::int32_t lowest, const float* weights, float squared_cosine, float floor) {
  const Floats f;
  const std::size_t lanes = hn::Lanes(f);
  constexpr std::size_t kWords = 32;
  std::uint64_t common[kWords];
  std::uint64_t ratios[kWords];
  std::uint32_t before[kWords];  // peaks of the record below the word
  const auto start = static_cast<std::size_t>(std::max(query.lowest, lowest));
  const std::size_t words = std::min({query.bits.words, record.words, kWords});
  std::uint64_t carry = 0;
  std::uint64_t mass_sum = 0;
  std::uint32_t peaks = 0;
  std::uint32_t n1 = 0;
  std::uint32_t n2 = 0;
  std::uint32_t nu = query.strong_from[words];
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint64_t all = record.present[i * record.stride];
    before[i] = peaks;
    common[i] = ratios[i] = 0;
    peaks += static_cast<std::uint32_t>(__builtin_popcountll(all));
    if (64 * i + 63 < start) continue;
    const std::uint64_t counted =
        64 * i < start ? ~std::uint64_t{0} << (start % 64) : ~std::uint64_t{0};
    const std::uint64_t qp = query.bits.present[i] & counted;
    const std::uint64_t qs = query.bits.strong[i] & counted;
    const std::uint64_t rp = all & counted;
    const std::uint64_t rs = record.strong[i * record.stride] & counted;
    common[i] = qp & rp & (qs | rs);
    const std::uint64_t query_peaks = common[i] | (qs & ~rp);
    const std::uint64_t above = (common[i] << 1) | carry;
    const std::uint64_t sum = ~(query_peaks | (rs & ~qp)) + above;
    ratios[i] = sum & common[i];
    carry = (common[i] >> 63) | static_cast<std::uint64_t>(sum < above);
    nu += static_cast<std::uint32_t>(__builtin_popcountll(query_peaks));
    n1 += static_cast<std::uint32_t>(__builtin_popcountll(common[i]));
    n2 += static_cast<std::uint32_t>(__builtin_popcountll(ratios[i]));
    if (kind == EiComposite::identity) mass_sum += sum_of_masses(i, ratios[i]);
  }
  if (n1 == 0) return 0.0F;
  const float squared = std::min(1.0F, squared_cosine);
  const bool is_identity = kind == EiComposite::identity;
  const float cosine = is_identity ? squared : __builtin_sqrtf(squared);
  // At mass 0 alone the ratio counts but weighs nothing: 0 / 0 by definition.
  const auto total = static_cast<float>(is_identity ? mass_sum : std::uint64_t{n2});
  if (n2 == 0 || !(total > 0.0F)) return n2 == 0 ? cosine : 1.0F;
  const auto first = static_cast<float>(is_identity ? n1 : nu);
  const auto second = static_cast<float>(is_identity ? n2 : n1);
  const float count = first + second;
  // The slack covers single precision here and in the sum.
  const float most_lost =
      total * ((first * cosine + second - floor * count) / second + 2e-5F + 2e-6F * count / second);

  const auto quotient_at = [&](std::size_t word, std::uint64_t bit) {
    const std::uint64_t below = (std::uint64_t{1} << bit) - 1;
    const int rank = __builtin_popcountll(record.present[word * record.stride] & below);
    return weights[before[word] + static_cast<std::uint32_t>(rank)] *
           query.inverse_weight[64 * word + bit];
  };
  float lost = 0.0F;
  for (std::size_t i = words; i-- > 0;) {
    if (ratios[i] == 0) continue;
    // At each common peak record by query, and the weight of the ratio with the one before.
    float quotient[1 + 64 + 16];
    float weight[1 + 64 + 16];
    quotient[0] = 1.0F;
    if ((ratios[i] & common[i] & (~common[i] + 1)) != 0) {
      std::size_t j = i - 1;
      while (common[j] == 0) --j;
      quotient[0] = quotient_at(j, static_cast<std::uint64_t>(63 - __builtin_clzll(common[j])));
    }
    std::size_t size = 1;
    for (std::uint64_t left = common[i]; left != 0; left &= left - 1) {
      const auto bit = static_cast<std::uint64_t>(__builtin_ctzll(left));
      quotient[size] = quotient_at(i, bit);
      const float mass = is_identity ? static_cast<float>(64 * i + bit) : 1.0F;
      weight[size] = ((ratios[i] >> bit) & 1) != 0 ? mass : 0.0F;
      ++size;
    }
    std::fill_n(quotient + size, lanes, 1.0F);
    std::fill_n(weight + size, lanes, 0.0F);
    auto sum = hn::Zero(f);
    for (std::size_t k = 1; k < size; k += lanes) {
      const auto here = hn::LoadU(f, quotient + k);
      const auto previous = hn::LoadU(f, quotient + k - 1);
      const auto term = hn::Div(hn::Min(here, previous), hn::Max(here, previous));
      sum = hn::MulAdd(hn::LoadU(f, weight + k), hn::Sub(hn::Set(f, 1.0F), term), sum);
    }
    lost += hn::GetLane(hn::SumOfLanes(f, sum));
    if (lost > most_lost) return 0.0F;
  }
  return (first * cosine + second * (1.0F - lost / total)) / count;
}

}  // namespace HWY_NAMESPACE
}  // namespace basepeak
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace basepeak {

HWY_EXPORT(CosineBounds);
HWY_EXPORT(Select);
HWY_EXPORT(CompositeBounds);
HWY_EXPORT(Composite);

float ei_cosine_bounds(const EiBlockView& block, const EiQueryView& query, float* bounds) noexcept {
  return HWY_DYNAMIC_DISPATCH(CosineBounds)(block, query, bounds);
}

std::size_t ei_select(const float* values, std::size_t size, float floor,
                      std::uint32_t* found) noexcept {
  return HWY_DYNAMIC_DISPATCH(Select)(values, size, floor, found);
}

float ei_composite_bounds(EiComposite kind, const EiRatioQuery& query, const EiBits& record,
                          const std::int32_t* lowest, const float* squared_cosines,
                          float* bounds) noexcept {
  return HWY_DYNAMIC_DISPATCH(CompositeBounds)(kind, query, record, lowest, squared_cosines,
                                               bounds);
}

float ei_composite(EiComposite kind, const EiRatioQuery& query, const EiBits& record,
                   std::int32_t lowest, const float* weights, float squared_cosine,
                   float floor) noexcept {
  return HWY_DYNAMIC_DISPATCH(Composite)(kind, query, record, lowest, weights, squared_cosine,
                                         floor);
}

}  // namespace basepeak

#endif
