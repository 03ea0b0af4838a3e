#include "engine/search/ei_table.h"

#include <algorithm>
#include <cmath>

namespace basepeak {

namespace {

constexpr double kTrace = 1.0;  // as in ei_scores.cc
constexpr std::int32_t kStarts = 160;
// Weights in units of the norm / kUnits: two spectra of 2,048 peaks, rounded up, have a dot product
// below 2^31.
constexpr double kUnits = 32'000.0;
constexpr double kSlack = 1.0 + 1e-5;  // covers the rounding of single precision
constexpr float kNoLimit = 1e19F;      // squared it is finite; times a squared unit it is above 1

double norm_of(const WeightedUnitMass& spectrum) {
  double sum = 0.0;
  for (const double w : spectrum.weight) sum += w * w;
  return sum;
}

// Squared weights that count whatever the other spectrum holds, from `start` on.
double least_norm(const WeightedUnitMass& spectrum, std::int32_t start) {
  double sum = 0.0;
  for (std::size_t i = spectrum.mass.size(); i-- > 0 && spectrum.mass[i] >= start;) {
    if (spectrum.intensity[i] > kTrace) sum += spectrum.weight[i] * spectrum.weight[i];
  }
  return sum;
}

float share_of(double norm, double least) {
  if (least * double{kNoLimit} <= norm) return kNoLimit;
  return static_cast<float>(norm / least * kSlack);
}

double units_of(double norm) { return kUnits / std::sqrt(norm); }

std::int16_t units(double weight, double scale) {
  if (!(weight > 0.0)) return 0;
  return static_cast<std::int16_t>(std::ceil(weight * scale));
}

void set_bits(const WeightedUnitMass& spectrum, std::size_t words, std::size_t stride,
              std::uint64_t* present, std::uint64_t* strong) {
  for (std::size_t i = 0; i < spectrum.mass.size(); ++i) {
    const auto mass = static_cast<std::size_t>(spectrum.mass[i]);
    if (mass / 64 >= words) break;
    const std::uint64_t bit = std::uint64_t{1} << (mass % 64);
    if (spectrum.intensity[i] > 0.0) present[mass / 64 * stride] |= bit;
    if (spectrum.intensity[i] > kTrace) strong[mass / 64 * stride] |= bit;
  }
}

}  // namespace

bool EiTable::is_indexable(const WeightedUnitMass& spectrum) noexcept {
  return !spectrum.mass.empty() && spectrum.mass.front() >= 0 &&
         spectrum.mass.back() <= kHighestIndexedMass;
}

EiTable::EiTable(std::span<const WeightedUnitMass* const> spectra) : spectra_(spectra) {
  for (std::uint32_t i = 0; i < spectra.size(); ++i) {
    if (is_indexable(*spectra[i])) order_.push_back(i);
  }
  std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return spectra[a]->mass.back() < spectra[b]->mass.back();
  });
  if (order_.empty()) return;
  words_ = static_cast<std::size_t>(spectra[order_.back()]->mass.back()) / 64 + 1;
  const std::size_t count = (order_.size() + kEiBlock - 1) / kEiBlock;
  const std::size_t padded = count * kEiBlock;
  lowest_.assign(padded, 0);
  share_.assign(static_cast<std::size_t>(kStarts) * padded, 0.0F);

  std::size_t size = 0;
  std::size_t bits_size = 0;
  for (std::size_t block = 0; block < count; ++block) {
    const std::size_t last = std::min(order_.size(), (block + 1) * kEiBlock);
    std::int32_t lowest = kHighestIndexedMass;
    std::int32_t highest = 0;
    for (std::size_t p = block * kEiBlock; p < last; ++p) {
      lowest = std::min(lowest, spectra[order_[p]]->mass.front());
      highest = std::max(highest, spectra[order_[p]]->mass.back());
    }
    offset_.push_back(size);
    first_row_.push_back(lowest / 2);
    rows_.push_back(highest / 2 - lowest / 2 + 1);
    size += static_cast<std::size_t>(rows_.back()) * kEiBlock * 2;
    bits_offset_.push_back(bits_size);
    bits_size += (static_cast<std::size_t>(highest) / 64 + 1) * kEiBlock;
  }
  bits_offset_.push_back(bits_size);
  weight_.resize(size);
  const bool has_ratios = !spectra[order_.front()]->ratio_weight.empty();
  if (has_ratios) {
    present_.assign(bits_size, 0);
    strong_.assign(bits_size, 0);
  }

  for (std::size_t p = 0; p < order_.size(); ++p) {
    const WeightedUnitMass& spectrum = *spectra[order_[p]];
    const double norm = norm_of(spectrum);
    const double scale = units_of(norm);
    norm_.push_back(norm);
    const std::size_t block = p / kEiBlock;
    std::int16_t* rows = weight_.begin() + offset_[block] + 2 * (p % kEiBlock);
    for (std::size_t k = 0; k < spectrum.mass.size(); ++k) {
      const auto row = static_cast<std::size_t>(spectrum.mass[k] / 2 - first_row_[block]);
      rows[row * kEiBlock * 2 + static_cast<std::size_t>(spectrum.mass[k] % 2)] =
          units(spectrum.weight[k], scale);
    }
    lowest_[p] = spectrum.mass.front();
    highest_lowest_ = std::max(highest_lowest_, lowest_[p]);
    double least = least_norm(spectrum, kStarts);
    std::size_t i = spectrum.mass.size();
    while (i > 0 && spectrum.mass[i - 1] >= kStarts) --i;
    for (std::int32_t start = kStarts - 1; start >= 0; --start) {
      if (i > 0 && spectrum.mass[i - 1] == start) {
        --i;
        if (spectrum.intensity[i] > kTrace) least += spectrum.weight[i] * spectrum.weight[i];
      }
      share_[static_cast<std::size_t>(start) * padded + p] = share_of(norm, least);
    }
    if (!has_ratios) continue;
    const std::size_t bits = bits_offset_[block] + p % kEiBlock;
    set_bits(spectrum, words_, kEiBlock, &present_[bits], &strong_[bits]);
    const auto words = static_cast<std::size_t>(spectrum.mass.back()) / 64 + 1;
    own_bits_offset_.push_back(own_bits_.size());
    own_bits_.resize(own_bits_.size() + 2 * words, 0);
    std::uint64_t* const own = &own_bits_[own_bits_offset_.back()];
    set_bits(spectrum, words, 2, own, own + 1);
    ratio_offset_.push_back(ratio_weight_.size());
    for (std::size_t k = 0; k < spectrum.ratio_weight.size(); ++k) {
      if (spectrum.intensity[k] > 0.0) {
        ratio_weight_.push_back(static_cast<float>(spectrum.ratio_weight[k]));
      }
    }
  }
  own_bits_offset_.push_back(own_bits_.size());
  ratio_offset_.push_back(ratio_weight_.size());
  ratio_weight_.push_back(0.0F);  // a record may have no ratio weight above 0, the last one too
}

EiTable::Query EiTable::prepare(const WeightedUnitMass& query) const {
  Query result;
  if (query.mass.empty() || query.mass.front() < 0 || order_.empty()) return result;
  const double norm = norm_of(query);
  const double scale = units_of(norm);
  for (std::size_t i = 0; i < query.mass.size(); ++i) {
    if (query.mass[i] > kHighestIndexedMass) continue;
    const std::int32_t row = query.mass[i] / 2;
    const std::int32_t weight = units(query.weight[i], scale);
    if (weight == 0) continue;
    if (result.rows.empty() || result.rows.back().row != row) result.rows.push_back({row, 0});
    result.rows.back().weights |= query.mass[i] % 2 == 0 ? weight : weight << 16;
  }
  if (!query.ratio_weight.empty()) prepare_ratios(query, result);
  result.lowest = query.mass.front();
  // One division: a unit of either spectrum is its norm / kUnits.
  result.unit = static_cast<float>(1.0 / (kUnits * kUnits));
  result.share.resize(static_cast<std::size_t>(highest_lowest_) + 1);
  double least = 0.0;
  float share = share_of(norm, least);
  std::size_t i = query.mass.size();
  for (std::int32_t start = highest_lowest_; start >= 0; --start) {
    const double before = least;
    for (; i > 0 && query.mass[i - 1] >= start; --i) {
      if (query.intensity[i - 1] > kTrace) least += query.weight[i - 1] * query.weight[i - 1];
    }
    if (least != before) share = share_of(norm, least);
    result.share[static_cast<std::size_t>(start)] = share;
  }
  if (result.lowest >= kStarts) {
    // Records below the query's lowest mass share no peak with it: any share does.
    result.record_share.assign(padded_size(), kNoLimit);
    const auto first = std::partition_point(
        order_.begin(), order_.end(),
        [&](std::uint32_t record) { return spectra_[record]->mass.back() < result.lowest; });
    for (auto p = static_cast<std::size_t>(first - order_.begin()); p < order_.size(); ++p) {
      result.record_share[p] = share_of(norm_[p], least_norm(*spectra_[order_[p]], result.lowest));
    }
  }
  return result;
}

void EiTable::prepare_ratios(const WeightedUnitMass& query, Query& result) const {
  result.words = std::min(words_, static_cast<std::size_t>(query.mass.back()) / 64 + 1);
  result.present.assign(words_, 0);
  result.strong.assign(words_, 0);
  set_bits(query, words_, 1, result.present.data(), result.strong.data());
  result.strong_from.assign(words_ + 1, 0);
  result.inverse_weight.assign(words_ * 64, 0.0F);
  for (std::size_t i = 0; i < query.mass.size(); ++i) {
    const auto mass = static_cast<std::size_t>(query.mass[i]);
    if (query.intensity[i] > kTrace) ++result.strong_from[std::min(words_, mass / 64)];
    if (mass >= result.inverse_weight.size()) continue;
    result.inverse_weight[mass] = static_cast<float>(1.0 / query.ratio_weight[i]);
  }
  for (std::size_t word = words_; word-- > 0;) {
    result.strong_from[word] += result.strong_from[word + 1];
  }
}

float EiTable::bounds(std::size_t block, const Query& query, float* bounds) const noexcept {
  const float* share = query.record_share.empty()
                           ? &share_[static_cast<std::size_t>(query.lowest) * padded_size()]
                           : query.record_share.data();
  return ei_cosine_bounds({weight_.begin() + offset_[block], first_row_[block], rows_[block],
                           share + block * kEiBlock, &lowest_[block * kEiBlock]},
                          {query.rows, query.share.data(), query.unit}, bounds);
}

EiRatioQuery EiTable::ratio_query(const Query& query) noexcept {
  return {{query.present.data(), query.strong.data(), 1, query.words},
          query.lowest,
          query.strong_from.data(),
          query.inverse_weight.data()};
}

float EiTable::composite_bounds(EiComposite kind, std::size_t block, const Query& query,
                                const float* squared_cosines, float* bounds) const noexcept {
  const std::size_t first = bits_offset_[block];
  const EiBits records{&present_[first], &strong_[first], kEiBlock,
                       (bits_offset_[block + 1] - first) / kEiBlock};
  return ei_composite_bounds(kind, ratio_query(query), records, &lowest_[block * kEiBlock],
                             squared_cosines, bounds);
}

float EiTable::composite_bound(EiComposite kind, std::size_t position, const Query& query,
                               float squared_cosine, float floor) const noexcept {
  const std::size_t first = own_bits_offset_[position];
  const EiBits record{&own_bits_[first], &own_bits_[first + 1], 2,
                      (own_bits_offset_[position + 1] - first) / 2};
  const float composite =
      ei_composite(kind, ratio_query(query), record, lowest_[position],
                   &ratio_weight_[ratio_offset_[position]], squared_cosine, floor);
  return composite == 0.0F ? 0.0F : composite * static_cast<float>(kSlack) + 1e-5F;
}

void EiTable::prefetch(std::size_t position) const noexcept {
  constexpr std::size_t kLine = 64;
  const auto fetch = [](const void* from, std::size_t bytes) {
    const auto* byte = static_cast<const std::byte*>(from);
    for (std::size_t i = 0; i < bytes; i += kLine) __builtin_prefetch(byte + i);
  };
  const std::size_t bits = own_bits_offset_[position];
  fetch(&own_bits_[bits], (own_bits_offset_[position + 1] - bits) * sizeof(std::uint64_t));
  // The ratios are read from the end, mostly not far.
  const std::size_t end = ratio_offset_[position + 1];
  const std::size_t ratios = std::min<std::size_t>(end - ratio_offset_[position], 32);
  fetch(&ratio_weight_[end - ratios], ratios * sizeof(float));
}

}  // namespace basepeak
