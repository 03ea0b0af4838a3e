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

// As ei_hybrid_limit: each move that is possible, with its gain in the dot product if that is one
// and its loss in the record's norm if that is one.
float HybridBounds(const HybridGroupView& group, const HybridQueryView& query,
                   std::int32_t difference, const float* dots, float* bounds) {
  const HybridFloats f;
  const HybridWhole w;
  const auto position = [&](std::int64_t mass) {
    return static_cast<std::size_t>(
        std::lower_bound(query.mass.begin(), query.mass.end(), mass,
                         [](std::int32_t a, std::int64_t b) { return a < b; }) -
        query.mass.begin());
  };
  // Donors m = t - difference must lie in the group's rows; those below the query do not count.
  const std::int64_t lowest_target = std::int64_t{group.first_mass} + difference;
  const std::size_t first = difference == 0 ? 0 : position(lowest_target);
  const std::size_t last = difference == 0 ? 0 : position(lowest_target + group.rows);
  const std::size_t counted =
      std::clamp(position(std::int64_t{query.lowest} + difference), first, last);
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
    std::size_t i = first;
    for (; i < counted; ++i) {
      const std::int32_t target = query.mass[i];
      const auto h = row(target - difference);
      const auto g = received(target);
      const auto q_target = hn::Set(f, query.weight[i]);
      const auto amount = taken(target, hn::Max(zero, hn::Min(h, hn::Sub(q_target, g))));
      const auto is_met = hn::Gt(g, zero);
      dot = hn::MulAdd(hn::IfThenElseZero(is_met, amount), q_target, dot);
      const auto is_alone = hn::AndNot(is_met, hn::Gt(amount, zero));
      alone = hn::Add(alone, hn::IfThenElseZero(is_alone, hn::Mul(q_target, q_target)));
    }
    for (; i < last; ++i) {
      const std::int32_t target = query.mass[i];
      const std::int32_t mass = target - difference;
      const float gain = query.weight[i] - query.dense[mass];
      const auto q = hn::Set(f, query.dense[mass]);
      const auto h = row(mass);
      const auto g = received(target);
      const auto amount = taken(
          target, hn::Max(zero, hn::Min(hn::Sub(h, q), hn::Sub(hn::Set(f, query.weight[i]), g))));
      dot = hn::MulAdd(amount, hn::Set(f, std::max(0.0F, gain)), dot);
      // The change of the squares, less those that end as traces and may not count.
      const auto left = hn::Sub(h, amount);
      const auto grown = hn::Add(g, amount);
      auto squares = hn::Mul(hn::Add(amount, amount), hn::Sub(grown, h));
      squares = hn::Sub(squares, hn::IfThenElseZero(hn::Le(grown, trace), hn::Mul(grown, grown)));
      squares = hn::Sub(squares, hn::IfThenElseZero(hn::Le(left, trace), hn::Mul(left, left)));
      change = hn::Add(change, hn::IfThenElseZero(hn::Gt(amount, zero), hn::Min(zero, squares)));
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
