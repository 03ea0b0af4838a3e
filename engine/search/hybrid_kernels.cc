#include "engine/search/hybrid_kernels.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/search/hybrid_kernels.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace basepeak {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using HybridFloats = hn::CappedTag<float, kHybridGroup>;
using HybridWhole = hn::RebindToSigned<HybridFloats>;

void HybridDots(const HybridGroupView& group, const HybridQueryView& query, float* dots) {
  const HybridFloats f;
  const auto first = static_cast<std::size_t>(
      std::lower_bound(query.mass.begin(), query.mass.end(), group.first_mass) -
      query.mass.begin());
  const auto last = static_cast<std::size_t>(
      std::lower_bound(query.mass.begin(), query.mass.end(), group.first_mass + group.rows) -
      query.mass.begin());
  for (std::size_t at = 0; at < kHybridGroup; at += hn::Lanes(f)) {
    auto dot = hn::Zero(f);
    auto other = hn::Zero(f);
    std::size_t i = first;
    for (; i + 1 < last; i += 2) {
      const float* row = group.weight +
                         static_cast<std::size_t>(query.mass[i] - group.first_mass) * kHybridGroup +
                         at;
      const float* next =
          group.weight +
          static_cast<std::size_t>(query.mass[i + 1] - group.first_mass) * kHybridGroup + at;
      dot = hn::MulAdd(hn::Load(f, row), hn::Set(f, query.weight[i]), dot);
      other = hn::MulAdd(hn::Load(f, next), hn::Set(f, query.weight[i + 1]), other);
    }
    if (i < last) {
      const float* row = group.weight +
                         static_cast<std::size_t>(query.mass[i] - group.first_mass) * kHybridGroup +
                         at;
      dot = hn::MulAdd(hn::Load(f, row), hn::Set(f, query.weight[i]), dot);
    }
    hn::StoreU(hn::Add(dot, other), f, dots + at);
  }
}

HWY_INLINE std::int32_t first_mass_of(std::size_t word, std::uint64_t bits) {
  return static_cast<std::int32_t>(64 * word) + __builtin_ctzll(bits);
}

// The query's peaks at 64 masses from `mass` on.
HWY_INLINE std::uint64_t bits_from(const HybridQueryView& query, std::int64_t mass) {
  const auto words = static_cast<std::int64_t>((query.dense.size() + 63) / 64);
  const std::int64_t word = mass >= 0 ? mass / 64 : (mass - 63) / 64;
  const auto at = [&](std::int64_t i) {
    return i >= 0 && i < words ? query.present[i] : std::uint64_t{0};
  };
  const auto shift = static_cast<int>(mass - 64 * word);
  return shift == 0 ? at(word) : at(word) >> shift | at(word + 1) << (64 - shift);
}

// As ei_hybrid_limit: each move that is possible, with its gain in the dot product if that is one
// and its loss in the record's norm if that is one.
float HybridBounds(const HybridGroupView& group, const HybridQueryView& query,
                   std::int32_t difference, const float* dots, float* bounds) {
  const HybridFloats f;
  const HybridWhole w;
  // Donors m of a word: both have what a move takes, the query at m + difference. Those below the
  // query do not count.
  const std::size_t first_word = static_cast<std::size_t>(group.first_mass) / 64;
  const std::size_t words =
      difference == 0 ? first_word
                      : static_cast<std::size_t>(group.first_mass + group.rows - 1) / 64 + 1;
  const auto donors = [&](std::size_t word) {
    const std::uint64_t can_give = group.present[word - first_word] &
                                   (group.startable[word - first_word] | query.startable[word]);
    return can_give & bits_from(query, static_cast<std::int64_t>(64 * word) + difference);
  };
  const auto counted = static_cast<std::size_t>(query.lowest);
  const auto zero = hn::Zero(f);
  const auto one = hn::Set(f, 1.0F);
  const auto trace = hn::Set(f, 1.0001F);  // rounding must not lift a trace peak above the limit
  auto highest = zero;
  for (std::size_t at = 0; at < kHybridGroup; at += hn::Lanes(f)) {
    const auto lowest = hn::LoadU(w, group.lowest + at);
    auto dot = hn::LoadU(f, dots + at);
    auto change = zero;
    auto alone = zero;
    const auto row = [&](std::int32_t mass) {
      return hn::Load(
          f, group.weight + static_cast<std::size_t>(mass - group.first_mass) * kHybridGroup + at);
    };
    const auto received = [&](std::int32_t target) {
      const std::int32_t target_row = target - group.first_mass;
      return target_row >= 0 && target_row < group.rows ? row(target) : zero;
    };
    const auto taken = [&](std::int32_t target, hn::Vec<HybridFloats> amount) {
      if (target >= group.highest_lowest) return amount;
      // Below its lowest mass a record takes nothing.
      const auto takes = hn::Not(hn::Gt(lowest, hn::Set(w, target)));
      return hn::IfThenElseZero(hn::RebindMask(f, takes), amount);
    };
    for (std::size_t word = first_word; word < std::min(words, counted / 64 + 1); ++word) {
      std::uint64_t left = donors(word);
      if (word == counted / 64) left &= (std::uint64_t{1} << (counted % 64)) - 1;
      for (; left != 0; left &= left - 1) {
        const std::int32_t mass = first_mass_of(word, left);
        const std::int32_t target = mass + difference;
        const auto h = row(mass);
        const auto g = received(target);
        const auto q_target = hn::Set(f, query.dense[static_cast<std::size_t>(target)]);
        const auto amount = taken(target, hn::Max(zero, hn::Min(h, hn::Sub(q_target, g))));
        const auto is_met = hn::Gt(g, zero);
        dot = hn::MulAdd(hn::IfThenElseZero(is_met, amount), q_target, dot);
        const auto is_alone = hn::AndNot(is_met, hn::Gt(amount, zero));
        alone = hn::Add(alone, hn::IfThenElseZero(is_alone, hn::Mul(q_target, q_target)));
      }
    }
    for (std::size_t word = std::max(first_word, counted / 64); word < words; ++word) {
      std::uint64_t left = donors(word);
      if (word == counted / 64) left &= ~std::uint64_t{0} << (counted % 64);
      for (; left != 0; left &= left - 1) {
        const std::int32_t mass = first_mass_of(word, left);
        const std::int32_t target = mass + difference;
        const float own = query.dense[static_cast<std::size_t>(mass)];
        const float wanted = query.dense[static_cast<std::size_t>(target)];
        const auto h = row(mass);
        const auto g = received(target);
        const auto missing = hn::Sub(hn::Set(f, wanted), g);
        const auto amount =
            taken(target, hn::Max(zero, hn::Min(hn::Sub(h, hn::Set(f, own)), missing)));
        dot = hn::MulAdd(amount, hn::Set(f, std::max(0.0F, wanted - own)), dot);
        // The change of the squares, less those that end as traces and may not count.
        const auto rest = hn::Sub(h, amount);
        const auto grown = hn::Add(g, amount);
        auto squares = hn::Mul(hn::Add(amount, amount), hn::Sub(grown, h));
        squares = hn::Sub(squares, hn::IfThenElseZero(hn::Le(grown, trace), hn::Mul(grown, grown)));
        squares = hn::Sub(squares, hn::IfThenElseZero(hn::Le(rest, trace), hn::Mul(rest, rest)));
        change = hn::Add(change, hn::IfThenElseZero(hn::Gt(amount, zero), hn::Min(zero, squares)));
      }
    }
    // Slack for single precision: sums of some hundred terms, differences of weights below 32.
    const auto norm = hn::LoadU(f, group.norm + at);
    const auto query_norm = hn::GatherIndex(f, query.least_norm, lowest);
    const auto least =
        hn::Sub(hn::MulAdd(norm, hn::Set(f, 1.0F - 3e-5F), change), hn::Set(f, 0.05F));
    const auto most = hn::MulAdd(dot, hn::Set(f, 1.0F + 2e-5F), hn::Set(f, 0.02F));
    const auto has_dot = hn::Gt(dot, zero);
    const auto together = hn::IfThenElseZero(has_dot, hn::Div(hn::Mul(most, most), least));
    auto bound = hn::Div(hn::MulAdd(alone, hn::Set(f, 1.0F + 2e-5F), together), query_norm);
    const auto is_bounded =
        hn::And(hn::Gt(query_norm, zero), hn::Or(hn::Gt(least, zero), hn::Not(has_dot)));
    bound = hn::IfThenElse(is_bounded, hn::Min(one, bound), one);
    bound = hn::IfThenElse(hn::Or(has_dot, hn::Gt(alone, zero)), bound, zero);
    highest = hn::Max(highest, bound);
    hn::StoreU(bound, f, bounds + at);
  }
  return hn::GetLane(hn::MaxOfLanes(f, highest));
}

}  // namespace HWY_NAMESPACE
}  // namespace basepeak
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace basepeak {

HWY_EXPORT(HybridDots);
HWY_EXPORT(HybridBounds);

void hybrid_dots(const HybridGroupView& group, const HybridQueryView& query, float* dots) noexcept {
  HWY_DYNAMIC_DISPATCH(HybridDots)(group, query, dots);
}

float hybrid_bounds(const HybridGroupView& group, const HybridQueryView& query,
                    std::int32_t difference, const float* dots, float* bounds) noexcept {
  return HWY_DYNAMIC_DISPATCH(HybridBounds)(group, query, difference, dots, bounds);
}

}  // namespace basepeak

#endif
