#include "engine/search/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/search/kernels.cc"
#include <hwy/foreach_target.h>
// foreach_target.h must come first.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace basepeak::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void add_postings_here(const std::uint32_t* posting, std::size_t count, const std::uint16_t* table,
                       std::uint16_t* sums) {
  const auto add = [&](std::uint32_t p) {
    std::uint16_t& sum = sums[(p >> 8) & 0xFFFFU];
    sum = static_cast<std::uint16_t>(sum + table[p & 0xFFU]);
  };
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    add(posting[i]);
    add(posting[i + 1]);
    add(posting[i + 2]);
    add(posting[i + 3]);
  }
  for (; i < count; ++i) add(posting[i]);
}

void fill_table_here(const float* value, const float* factor, float scale, std::uint16_t* table) {
  const hn::CappedTag<float, kLevels> d;
  const hn::Rebind<std::int32_t, decltype(d)> whole;
  const hn::Rebind<std::uint16_t, decltype(d)> narrow;
  const auto scales = hn::Set(d, scale);
  const auto one = hn::Set(whole, 1);
  for (std::size_t i = 0; i < kLevels; i += hn::Lanes(d)) {
    const auto product =
        hn::Mul(hn::Mul(hn::LoadU(d, value + i), hn::LoadU(d, factor + i)), scales);
    hn::StoreU(hn::DemoteTo(narrow, hn::Add(hn::ConvertTo(whole, product), one)), narrow,
               table + i);
  }
}

std::uint16_t largest_here(const std::uint16_t* sums, std::size_t count) {
  const hn::ScalableTag<std::uint16_t> d;
  const std::size_t lanes = hn::Lanes(d);
  auto most = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) most = hn::Max(most, hn::LoadU(d, sums + i));
  HWY_ALIGN std::uint16_t lane[HWY_MAX_BYTES / sizeof(std::uint16_t)];
  hn::Store(most, d, lane);
  std::uint16_t result = 0;
  for (std::size_t j = 0; j < lanes; ++j) result = std::max(result, lane[j]);
  for (; i < count; ++i) result = std::max(result, sums[i]);
  return result;
}

std::size_t find_sums_here(const std::uint16_t* sums, std::size_t count, std::uint16_t least,
                           std::uint16_t most, std::uint32_t* found) {
  const hn::ScalableTag<std::uint16_t> d;
  const std::size_t step = 4 * hn::Lanes(d);
  const auto below = hn::Set(d, static_cast<std::uint16_t>(least - 1));
  std::size_t size = 0;
  const auto look = [&](std::size_t from, std::size_t to) {
    for (std::size_t j = from; j < to; ++j) {
      if (sums[j] >= least && sums[j] <= most) found[size++] = static_cast<std::uint32_t>(j);
    }
  };
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    const auto a = hn::Max(hn::LoadU(d, sums + i), hn::LoadU(d, sums + i + hn::Lanes(d)));
    const auto b = hn::Max(hn::LoadU(d, sums + i + 2 * hn::Lanes(d)),
                           hn::LoadU(d, sums + i + 3 * hn::Lanes(d)));
    if (!hn::AllTrue(d, hn::Eq(hn::Max(hn::Max(a, b), below), below))) look(i, i + step);
  }
  look(i, count);
  return size;
}

}  // namespace basepeak::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace basepeak {

HWY_EXPORT(add_postings_here);
HWY_EXPORT(fill_table_here);
HWY_EXPORT(largest_here);
HWY_EXPORT(find_sums_here);

void add_postings(std::span<const std::uint32_t> postings, const std::uint16_t* table,
                  std::uint16_t* sums) noexcept {
  HWY_DYNAMIC_DISPATCH(add_postings_here)(postings.data(), postings.size(), table, sums);
}

void fill_table(const float* value, const float* factor, float scale,
                std::uint16_t* table) noexcept {
  HWY_DYNAMIC_DISPATCH(fill_table_here)(value, factor, scale, table);
}

std::uint16_t largest(std::span<const std::uint16_t> sums) noexcept {
  return HWY_DYNAMIC_DISPATCH(largest_here)(sums.data(), sums.size());
}

std::size_t find_sums(std::span<const std::uint16_t> sums, std::uint16_t least, std::uint16_t most,
                      std::uint32_t* found) noexcept {
  return HWY_DYNAMIC_DISPATCH(find_sums_here)(sums.data(), sums.size(), least, most, found);
}

}  // namespace basepeak
#endif
