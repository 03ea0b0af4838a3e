#include "engine/search/ei_index.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/search/ei_table.h"
#include "engine/search/hybrid.h"
#include "engine/search/wanted_best.h"

namespace basepeak {

namespace {

constexpr std::size_t kLargestScratch = std::size_t{1} << 19;  // bounds held at once
constexpr std::size_t kScannedShare = 4;  // asked for a quarter of the records, all are scored

using Found = EiIndex::Found;

struct Bounded {
  std::uint32_t position;
  float bound;
};

// The squared cosine that a score of at least `score` takes, given nothing else, rounded down.
float least_squared_cosine(Score kind, double score) {
  double least = 0.0;
  switch (kind) {
    case Score::ei_weighted_cosine: least = score * score; break;
    // The ratio term weighs less than the cosine's: a score is below the mean of cosine and 1.
    case Score::ei_stein_scott: least = std::pow(std::max(0.0, 2.0 * score - 1.0), 2); break;
    case Score::ei_identity: least = 2.0 * (score + 0.5) / 1000.0 - 1.0; break;
    default: least = score > 0.0 ? (score + 0.5) / 1000.0 : 0.0; break;
  }
  return static_cast<float>(std::clamp(least - 1e-6, 0.0, 1.0 - 1e-6));
}

// The score that a squared cosine and these counts cannot exceed.
double highest_score(Score kind, double squared_cosine, const EiCounts& counts) {
  squared_cosine = std::min(1.0, squared_cosine + 1e-6);
  const double common = counts.common;
  const double ratios = counts.ratios;
  if (kind == Score::ei_identity) {
    return 1000.0 * (common * squared_cosine + ratios) / (common + ratios) - 0.5;
  }
  const double cosine = std::sqrt(squared_cosine);
  if (counts.ratios == 0) return cosine;
  return (counts.entered * cosine + common) / (counts.entered + common);
}

}  // namespace

class EiIndex::Content {
 public:
  Content(std::span<const PreparedSpectrum> records, Score score)
      : records_(records), spectra_(spectra(records)), table_(spectra_) {
    has_ratios_ = score == Score::ei_identity || score == Score::ei_stein_scott;
    for (std::uint32_t i = 0; i < records.size(); ++i) {
      const WeightedUnitMass& spectrum = *spectra_[i];
      if (!spectrum.mass.empty() && !EiTable::is_indexable(spectrum)) loose_.push_back(i);
    }
  }

  [[nodiscard]] std::size_t queries_at_once() const {
    return std::clamp<std::size_t>(kLargestScratch / std::max<std::size_t>(1, table_.size()), 1,
                                   64);
  }

  void find(std::span<const PreparedSpectrum> queries, const SearchSettings& settings,
            std::size_t wanted, std::span<std::vector<Found>> results) const {
    const std::size_t width = table_.padded_size();
    std::vector<EiTable::Query> prepared;
    for (const PreparedSpectrum& query : queries) {
      prepared.push_back(table_.prepare(query.unit_mass));
    }
    // Blocks outside, queries inside: a block stays in the cache.
    std::vector<float> bounds(queries.size() * width);
    for (std::size_t block = 0; block < table_.blocks(); ++block) {
      for (std::size_t q = 0; q < queries.size(); ++q) {
        if (prepared[q].rows.empty()) continue;
        table_.bounds(block, prepared[q], &bounds[q * width + block * kEiBlock]);
      }
    }
    std::vector<std::uint32_t> selected(width + 16);
    for (std::size_t q = 0; q < queries.size(); ++q) {
      results[q] = settle(queries[q], prepared[q], {&bounds[q * width], width}, settings, wanted,
                          selected);
    }
  }

  [[nodiscard]] std::vector<Found> scan(const PreparedSpectrum& query,
                                        const SearchSettings& settings) const {
    std::vector<Found> found;
    for (std::uint32_t i = 0; i < records_.size(); ++i) {
      const double score = compare(query, records_[i], settings).score;
      if (score > 0.0) found.push_back({i, score});
    }
    return found;
  }

  [[nodiscard]] std::size_t size() const { return records_.size(); }

 private:
  [[nodiscard]] static std::vector<const WeightedUnitMass*> spectra(
      std::span<const PreparedSpectrum> records) {
    std::vector<const WeightedUnitMass*> result;
    for (const PreparedSpectrum& record : records) result.push_back(&record.unit_mass);
    return result;
  }

  [[nodiscard]] std::vector<Found> settle(const PreparedSpectrum& query,
                                          const EiTable::Query& prepared, std::span<float> bounds,
                                          const SearchSettings& settings, std::size_t wanted,
                                          std::vector<std::uint32_t>& selected) const {
    std::vector<Found> found;
    WantedBest best(wanted, settings.threshold);
    const auto score = [&](std::uint32_t record) {
      const double value = compare(query, records_[record], settings).score;
      if (value <= 0.0) return;
      found.push_back({record, value});
      best.add(value);
    };
    for (const std::uint32_t record : loose_) score(record);
    // The records of the highest bounds set the mark for all others.
    for (const std::uint32_t position : highest(bounds, has_ratios_ ? 2 * wanted : wanted)) {
      score(table_.at(position));
      bounds[position] = 0.0F;
    }
    const std::size_t count =
        ei_select(bounds.data(), bounds.size(),
                  least_squared_cosine(settings.score, best.least()), selected.data());
    std::vector<Bounded> rest;
    rest.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      float bound = bounds[selected[i]];
      if (has_ratios_) {
        const EiCounts counts = table_.counts(selected[i], prepared);
        if (counts.common == 0) continue;
        bound = static_cast<float>(highest_score(settings.score, bound, counts) * (1.0 + 1e-6));
        if (bound < best.least()) continue;
      }
      rest.push_back({selected[i], bound});
    }
    std::sort(rest.begin(), rest.end(),
              [](const Bounded& a, const Bounded& b) { return a.bound > b.bound; });
    for (const Bounded& next : rest) {
      const double least = best.least();
      if (has_ratios_ ? next.bound < least
                      : next.bound < least_squared_cosine(settings.score, least)) {
        break;
      }
      score(table_.at(next.position));
    }
    return found;
  }

  // Positions of the `wanted` highest bounds above 0.
  [[nodiscard]] static std::vector<std::uint32_t> highest(std::span<const float> bounds,
                                                          std::size_t wanted) {
    const auto is_higher = [](const Bounded& a, const Bounded& b) { return a.bound > b.bound; };
    std::vector<Bounded> kept;
    std::uint32_t selected[kEiBlock + 16];
    float floor = 0.0F;
    const auto cut = [&] {
      std::nth_element(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(wanted - 1),
                       kept.end(), is_higher);
      kept.resize(wanted);
      floor = kept.back().bound;
    };
    for (std::size_t first = 0; first < bounds.size(); first += kEiBlock) {
      const std::size_t count = ei_select(&bounds[first], kEiBlock, floor, selected);
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t position = first + selected[i];
        kept.push_back({static_cast<std::uint32_t>(position), bounds[position]});
      }
      if (kept.size() >= 4 * wanted + kEiBlock) cut();
    }
    if (kept.size() > wanted) cut();
    std::vector<std::uint32_t> positions;
    for (const Bounded& one : kept) positions.push_back(one.position);
    return positions;
  }

  std::span<const PreparedSpectrum> records_;
  std::vector<const WeightedUnitMass*> spectra_;
  EiTable table_;
  std::vector<std::uint32_t> loose_;  // not in the table: always scored
  bool has_ratios_ = false;
};

EiIndex::EiIndex(std::span<const PreparedSpectrum> records, Score score)
    : content_(std::make_unique<const Content>(records, score)) {}

EiIndex::~EiIndex() = default;

std::vector<std::vector<EiIndex::Found>> EiIndex::best(std::span<const PreparedSpectrum> queries,
                                                       const SearchSettings& settings,
                                                       std::size_t wanted) const {
  std::vector<std::vector<Found>> results(queries.size());
  if (wanted == 0 || wanted >= content_->size() / kScannedShare) {
    for (std::size_t q = 0; q < queries.size(); ++q) {
      results[q] = content_->scan(queries[q], settings);
    }
    return results;
  }
  const std::size_t step = content_->queries_at_once();
  for (std::size_t first = 0; first < queries.size(); first += step) {
    const std::size_t count = std::min(step, queries.size() - first);
    content_->find(queries.subspan(first, count), settings, wanted,
                   std::span(results).subspan(first, count));
  }
  return results;
}

}  // namespace basepeak
