#include "engine/search/hybrid_table.h"

#include <algorithm>
#include <tuple>

#include "engine/search/hybrid.h"

namespace basepeak {

namespace {

constexpr std::int32_t kStarts = 128;  // rows of a group whose norms are tabulated

double counted(double weight) { return weight > 1.0 ? weight * weight : 0.0; }

// Adds a spectrum's peaks to bits by mass, of which the first word holds the masses from
// 64 * first_word on. A move starts at a discrepancy and takes with it what stands one below to two
// above; the discrepancy of two intensities is not above the larger.
void add_bits(const WeightedUnitMass& spectrum, std::int32_t first_word,
              std::span<std::uint64_t> present, std::span<std::uint64_t> startable) {
  const auto set = [&](std::span<std::uint64_t> bits, std::int32_t mass) {
    if (mass < 64 * first_word) return;
    const auto at = static_cast<std::size_t>(mass - 64 * first_word);
    if (at / 64 < bits.size()) bits[at / 64] |= std::uint64_t{1} << (at % 64);
  };
  for (std::size_t i = 0; i < spectrum.mass.size(); ++i) {
    if (spectrum.mass[i] > kHybridHighestMass) break;
    if (spectrum.weight[i] > 0.0) set(present, spectrum.mass[i]);
    if (spectrum.weight[i] <= kHybridDiscrepancy) continue;
    for (const std::int32_t neighbour : kHybridNeighbours) {
      set(startable, spectrum.mass[i] + neighbour);
    }
  }
}

HybridQueryView query_view(const HybridTable::Query& query) {
  return {query.mass,
          query.weight.data(),
          query.dense,
          query.lowest,
          query.least_norm.data(),
          query.present.data(),
          query.startable.data()};
}

}  // namespace

HybridTable::HybridTable(std::span<const PreparedSpectrum> records) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (EiTable::is_indexable(records[i].unit_mass)) order.push_back(i);
  }
  const auto key = [&](std::uint32_t i) {
    return std::tuple(records[i].nominal_mass.value_or(-1), records[i].unit_mass.mass.back(), i);
  };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });

  std::size_t size = 0;
  std::size_t norm_size = 0;
  for (std::size_t first = 0; first < order.size();) {
    const auto nominal = records[order[first]].nominal_mass;
    std::int32_t lowest = kHighestIndexedMass;
    std::int32_t highest = 0;
    std::int32_t highest_lowest = 0;
    std::size_t count = 0;
    for (; count < kHybridGroup && first + count < order.size() &&
           records[order[first + count]].nominal_mass == nominal;
         ++count) {
      const std::vector<std::int32_t>& mass = records[order[first + count]].unit_mass.mass;
      lowest = std::min(lowest, mass.front());
      highest = std::max(highest, mass.back());
      highest_lowest = std::max(highest_lowest, mass.front());
      order_.push_back(order[first + count]);
      lowest_.push_back(mass.front());
    }
    order_.resize(order_.size() + kHybridGroup - count, kNone);
    lowest_.resize(order_.size(), 0);
    first += count;
    offset_.push_back(size);
    norm_offset_.push_back(norm_size);
    first_mass_.push_back(lowest);
    rows_.push_back(highest - lowest + 1);
    bits_offset_.push_back(present_.size());
    const std::size_t words = static_cast<std::size_t>(highest / 64 - lowest / 64) + 1;
    present_.resize(present_.size() + words, 0);
    startable_.resize(present_.size(), 0);
    for (std::size_t i = order_.size() - kHybridGroup; i < order_.size(); ++i) {
      if (order_[i] == kNone) continue;
      add_bits(records[order_[i]].unit_mass, lowest / 64, std::span(present_).last(words),
               std::span(startable_).last(words));
    }
    group_lowest_.push_back(highest_lowest);
    nominal_mass_.push_back(nominal);
    highest_lowest_ = std::max(highest_lowest_, highest_lowest);
    size += static_cast<std::size_t>(rows_.back()) * kHybridGroup;
    norm_size += static_cast<std::size_t>(std::min(rows_.back(), kStarts)) * kHybridGroup;
  }
  weight_.resize(size);
  norm_.assign(norm_size, 0.0F);
  for (std::size_t p = 0; p < order_.size(); ++p) {
    if (order_[p] == kNone) continue;
    const WeightedUnitMass& spectrum = records[order_[p]].unit_mass;
    const std::size_t group = p / kHybridGroup;
    const std::size_t lane = p % kHybridGroup;
    std::size_t i = spectrum.mass.size();
    double norm = 0.0;
    for (std::int32_t row = rows_[group] - 1; row >= 0; --row) {
      const std::size_t at = static_cast<std::size_t>(row) * kHybridGroup + lane;
      if (i > 0 && spectrum.mass[i - 1] == first_mass_[group] + row) {
        --i;
        (weight_.begin() + offset_[group])[at] = static_cast<float>(spectrum.weight[i]);
        norm += counted(spectrum.weight[i]);
      }
      if (row < kStarts) norm_[norm_offset_[group] + at] = static_cast<float>(norm);
    }
  }
}

HybridTable::Query HybridTable::prepare(const WeightedUnitMass& spectrum) const {
  Query result;
  if (spectrum.mass.empty() || groups() == 0) return result;
  result.lowest = spectrum.mass.front();
  const std::int32_t highest =
      std::clamp(spectrum.mass.back(), kHighestIndexedMass, kHybridHighestMass);
  result.dense.assign(static_cast<std::size_t>(highest) + 1, 0.0F);
  for (std::size_t i = 0; i < spectrum.mass.size(); ++i) {
    if (spectrum.weight[i] <= 0.0) continue;
    result.mass.push_back(spectrum.mass[i]);
    result.weight.push_back(static_cast<float>(spectrum.weight[i]));
    if (spectrum.mass[i] <= highest) {
      result.dense[static_cast<std::size_t>(spectrum.mass[i])] = result.weight.back();
    }
  }
  result.present.assign(result.dense.size() / 64 + 1, 0);
  result.startable.assign(result.present.size(), 0);
  add_bits(spectrum, 0, result.present, result.startable);
  result.least_norm.resize(static_cast<std::size_t>(highest_lowest_) + 1);
  double norm = 0.0;
  std::size_t i = spectrum.mass.size();
  for (std::int32_t start = highest_lowest_; start >= 0; --start) {
    for (; i > 0 && spectrum.mass[i - 1] >= start; --i) norm += counted(spectrum.weight[i - 1]);
    result.least_norm[static_cast<std::size_t>(start)] = static_cast<float>(norm);
  }
  return result;
}

HybridGroupView HybridTable::view(std::size_t group, const float* norm) const noexcept {
  return {weight_.begin() + offset_[group],
          first_mass_[group],
          rows_[group],
          &lowest_[group * kHybridGroup],
          group_lowest_[group],
          norm,
          &present_[bits_offset_[group]],
          &startable_[bits_offset_[group]]};
}

HybridTable::Unshifted HybridTable::unshifted(std::size_t group,
                                              const Query& query) const noexcept {
  Unshifted result;
  hybrid_dots(view(group, nullptr), query_view(query), result.dot);
  const std::int32_t start = std::max(0, query.lowest - first_mass_[group]);
  if (start < std::min(rows_[group], kStarts)) {
    std::copy_n(&norm_[norm_offset_[group] + static_cast<std::size_t>(start) * kHybridGroup],
                kHybridGroup, result.norm);
    return result;
  }
  std::fill_n(result.norm, kHybridGroup, 0.0F);
  const float* const rows = weight_.begin() + offset_[group];
  for (std::int32_t row = start; row < rows_[group]; ++row) {
    for (std::size_t i = 0; i < kHybridGroup; ++i) {
      const float h = rows[static_cast<std::size_t>(row) * kHybridGroup + i];
      result.norm[i] += h > 1.0F ? h * h : 0.0F;
    }
  }
  return result;
}

float HybridTable::bounds(std::size_t group, const Query& query,
                          std::optional<std::int32_t> nominal_mass, const Unshifted& unshifted,
                          float* bounds) const noexcept {
  const std::int32_t difference =
      nominal_mass && nominal_mass_[group] ? *nominal_mass - *nominal_mass_[group] : 0;
  return hybrid_bounds(view(group, unshifted.norm), query_view(query), difference, unshifted.dot,
                       bounds);
}

}  // namespace basepeak
