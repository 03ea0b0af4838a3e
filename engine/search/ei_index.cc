#include "engine/search/ei_index.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/search/ei_table.h"
#include "engine/search/hybrid_table.h"
#include "engine/search/wanted_best.h"

namespace basepeak {

namespace {

constexpr std::size_t kLargestScratch = std::size_t{1} << 21;  // bounds held at once
constexpr std::size_t kMostAtOnce = 128;                       // queries
constexpr std::size_t kTried = 4;         // composites looked at first, for each one wanted
constexpr std::size_t kShare = 128;       // records whose bounds are tightened at once
constexpr std::size_t kAhead = 4;         // records fetched before their bounds are tightened
constexpr std::size_t kScannedShare = 4;  // asked for a quarter of the records, all are scored

using Found = EiIndex::Found;

struct Bounded {
  std::uint32_t position;
  float bound;
};

bool is_higher(const Bounded& a, const Bounded& b) { return a.bound > b.bound; }

// The bounds of one query, in chunks with the highest of each: most chunks are never looked into.
struct Bounds {
  float* value;
  const float* highest;
  std::size_t chunks;
  std::size_t chunk;  // positions

  // Appends the positions whose bounds are above 0 and at least `floor` to `found`, ascending.
  void select(std::size_t at, float floor, std::vector<std::uint32_t>& found) const {
    if (!(highest[at] >= floor) || highest[at] <= 0.0F) return;
    std::uint32_t selected[kEiBlock + 16];
    const std::size_t count = ei_select(value + at * chunk, chunk, floor, selected);
    for (std::size_t i = 0; i < count; ++i) {
      found.push_back(static_cast<std::uint32_t>(at * chunk) + selected[i]);
    }
  }
};

// A score on the scale of the bounds: 0 to 1, of the squared cosine where that decides.
float bound_scale(Score kind, double score) {
  double x = score;
  if (is_ei_cosine(kind)) x = score * score;
  if (kind == Score::ei_simple || kind == Score::ei_identity || kind == Score::ei_hybrid) {
    x = score > 0.0 ? (score + 0.5) / 1000.0 : 0.0;
  }
  return static_cast<float>(std::clamp(x - 1e-6, 0.0, 1.0 - 1e-6));
}

}  // namespace

class EiIndex::Content {
 public:
  Content(std::span<const PreparedSpectrum> records, Score score)
      : records_(records),
        spectra_(spectra(records, score)),
        table_(spectra_),
        hybrid_(score == Score::ei_hybrid ? records : records.first(0)),
        is_hybrid_(score == Score::ei_hybrid) {
    if (score == Score::ei_identity) composite_ = EiComposite::identity;
    if (score == Score::ei_stein_scott) composite_ = EiComposite::stein_scott;
    for (std::uint32_t i = 0; i < records.size(); ++i) {
      const WeightedUnitMass& spectrum = records[i].unit_mass;
      if (!spectrum.mass.empty() && !EiTable::is_indexable(spectrum)) loose_.push_back(i);
    }
  }

  [[nodiscard]] std::size_t queries_at_once() const {
    return std::clamp<std::size_t>(kLargestScratch / std::max<std::size_t>(1, width()), 1,
                                   kMostAtOnce);
  }

  void find(std::span<const PreparedSpectrum> queries, const SearchSettings& settings,
            std::size_t wanted, const RecordSet* admitted,
            std::span<std::vector<Found>> results) const {
    const std::size_t width = this->width();
    const std::size_t chunks = width / chunk();
    const std::size_t size = queries.size() * width;
    std::vector<EiTable::Query> prepared(queries.size());
    const auto cosines = std::make_unique_for_overwrite<float[]>(size);
    const auto composites = std::make_unique_for_overwrite<float[]>(composite_ ? size : 0);
    std::vector<float> highest(queries.size() * chunks);  // 0 where nothing is written
    if (is_hybrid_) {
      hybrid_bounds(queries, cosines.get(), highest.data());
    } else {
      for (std::size_t q = 0; q < queries.size(); ++q) {
        prepared[q] = table_.prepare(queries[q].unit_mass);
      }
      table_bounds(prepared, cosines.get(), composites.get(), highest.data());
    }
    float* const bounds = composite_ ? composites.get() : cosines.get();
    for (std::size_t q = 0; q < queries.size(); ++q) {
      if (admitted != nullptr) leave_out_others(*admitted, bounds + q * width);
      results[q] = settle(queries[q], prepared[q],
                          Bounds{bounds + q * width, &highest[q * chunks], chunks, chunk()},
                          cosines.get() + q * width, settings, wanted, admitted);
    }
  }

  [[nodiscard]] std::vector<Found> scan(const PreparedSpectrum& query,
                                        const SearchSettings& settings,
                                        const RecordSet* admitted) const {
    std::vector<Found> found;
    for (std::uint32_t i = 0; i < records_.size(); ++i) {
      if (admitted != nullptr && !admitted->contains(i)) continue;
      const double score = compare(query, records_[i], settings).score;
      if (score > 0.0) found.push_back({i, score});
    }
    return found;
  }

  [[nodiscard]] std::size_t size() const { return records_.size(); }

 private:
  [[nodiscard]] std::size_t width() const {
    return is_hybrid_ ? hybrid_.padded_size() : table_.padded_size();
  }

  [[nodiscard]] std::uint32_t at(std::size_t position) const {
    return is_hybrid_ ? hybrid_.at(position) : table_.at(position);
  }

  [[nodiscard]] std::size_t chunk() const { return is_hybrid_ ? kHybridGroup : kEiBlock; }

  // A bound of 0 is never looked at again. Where none was written none is read.
  void leave_out_others(const RecordSet& admitted, float* bounds) const {
    const std::size_t size = is_hybrid_ ? hybrid_.padded_size() : table_.size();
    for (std::size_t position = 0; position < size; ++position) {
      if (!admitted.contains(at(position))) bounds[position] = 0.0F;
    }
  }

  // Blocks outside, queries inside: a block stays in the cache.
  void table_bounds(std::span<const EiTable::Query> queries, float* cosines, float* composites,
                    float* highest) const {
    for (std::size_t block = 0; block < table_.blocks(); ++block) {
      for (std::size_t q = 0; q < queries.size(); ++q) {
        if (queries[q].rows.empty()) continue;
        const std::size_t first = q * table_.padded_size() + block * kEiBlock;
        float most = table_.bounds(block, queries[q], cosines + first);
        if (composite_ && most > 0.0F) {
          most = table_.composite_bounds(*composite_, block, queries[q], cosines + first,
                                         composites + first);
        }
        highest[q * table_.blocks() + block] = most;
      }
    }
  }

  // Queries that differ in their molecular mass alone, as a scan of masses makes them, share what
  // does not depend on it.
  void hybrid_bounds(std::span<const PreparedSpectrum> queries, float* cosines,
                     float* highest) const {
    std::vector<HybridTable::Query> prepared;
    std::vector<std::size_t> spectrum_of;  // of `prepared`, by query
    for (std::size_t q = 0; q < queries.size(); ++q) {
      const WeightedUnitMass& spectrum = queries[q].unit_mass;
      const bool is_repeated = q > 0 && spectrum.mass == queries[q - 1].unit_mass.mass &&
                               spectrum.weight == queries[q - 1].unit_mass.weight;
      if (!is_repeated) prepared.push_back(hybrid_.prepare(spectrum));
      spectrum_of.push_back(prepared.size() - 1);
    }
    for (std::size_t group = 0; group < hybrid_.groups(); ++group) {
      HybridTable::Unshifted unshifted{};
      for (std::size_t q = 0; q < queries.size(); ++q) {
        const HybridTable::Query& spectrum = prepared[spectrum_of[q]];
        if (spectrum.mass.empty()) continue;
        if (q == 0 || spectrum_of[q] != spectrum_of[q - 1]) {
          unshifted = hybrid_.unshifted(group, spectrum);
        }
        highest[q * hybrid_.groups() + group] =
            hybrid_.bounds(group, spectrum, queries[q].nominal_mass, unshifted,
                           cosines + q * hybrid_.padded_size() + group * kHybridGroup);
      }
    }
  }

  [[nodiscard]] static std::vector<const WeightedUnitMass*> spectra(
      std::span<const PreparedSpectrum> records, Score score) {
    std::vector<const WeightedUnitMass*> result;
    if (score == Score::ei_hybrid) return result;
    for (const PreparedSpectrum& record : records) result.push_back(&record.unit_mass);
    return result;
  }

  [[nodiscard]] std::vector<Found> settle(const PreparedSpectrum& query,
                                          const EiTable::Query& prepared, const Bounds& bounds,
                                          const float* cosines, const SearchSettings& settings,
                                          std::size_t wanted, const RecordSet* admitted) const {
    std::vector<Found> found;
    WantedBest best(wanted, settings.threshold);
    const auto score = [&](std::uint32_t record) {
      const double value = compare(query, records_[record], settings).score;
      if (value <= 0.0) return;
      found.push_back({record, value});
      best.add(value);
    };
    for (const std::uint32_t record : loose_) {
      if (admitted == nullptr || admitted->contains(record)) score(record);
    }
    const auto tighter = [&](std::uint32_t position, float floor) {
      if (!composite_) return bounds.value[position];
      const float bound =
          table_.composite_bound(*composite_, position, prepared, cosines[position], floor);
      return std::isnan(bound) ? 1.0F : bound;  // ratios of denormal numbers
    };
    // The records of the highest bounds set the mark for all others.
    std::vector<std::uint32_t> selected;
    std::vector<Bounded> first = highest(bounds, composite_ ? kTried * wanted : wanted, selected);
    if (composite_) {
      for (Bounded& one : first) one.bound = tighter(one.position, 0.0F);
      std::sort(first.begin(), first.end(), is_higher);
      first.resize(std::min(first.size(), wanted));
    }
    for (const Bounded& one : first) {
      if (one.bound < bound_scale(settings.score, best.least())) continue;
      score(at(one.position));
      bounds.value[one.position] = 0.0F;
    }
    selected.clear();
    const float mark = bound_scale(settings.score, best.least());
    for (std::size_t i = 0; i < bounds.chunks; ++i) bounds.select(i, mark, selected);
    // Every share of the rest is a sample of all masses, so that the mark rises early.
    const std::size_t shares = std::max<std::size_t>(1, selected.size() / kShare);
    std::vector<Bounded> rest;
    for (std::size_t share = 0; share < shares; ++share) {
      const float floor = bound_scale(settings.score, best.least());
      rest.clear();
      for (std::size_t i = share; i < selected.size(); i += shares) {
        if (composite_ && i + kAhead * shares < selected.size()) {
          table_.prefetch(selected[i + kAhead * shares]);
        }
        const std::uint32_t position = selected[i];
        if (bounds.value[position] < floor) continue;
        const float bound = tighter(position, floor);
        if (bound >= floor) rest.push_back({position, bound});
      }
      std::sort(rest.begin(), rest.end(), is_higher);
      for (const Bounded& next : rest) {
        if (next.bound < bound_scale(settings.score, best.least())) break;
        score(at(next.position));
      }
    }
    return found;
  }

  // The `wanted` highest bounds above 0. `selected` is scratch.
  [[nodiscard]] static std::vector<Bounded> highest(const Bounds& bounds, std::size_t wanted,
                                                    std::vector<std::uint32_t>& selected) {
    std::vector<Bounded> kept;
    float floor = 0.0F;
    const auto cut = [&] {
      std::nth_element(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(wanted - 1),
                       kept.end(), is_higher);
      kept.resize(wanted);
      floor = kept.back().bound;
    };
    for (std::size_t i = 0; i < bounds.chunks; ++i) {
      selected.clear();
      bounds.select(i, floor, selected);
      for (const std::uint32_t position : selected) {
        kept.push_back({position, bounds.value[position]});
      }
      if (kept.size() >= 4 * wanted + kEiBlock) cut();
    }
    if (kept.size() > wanted) cut();
    return kept;
  }

  std::span<const PreparedSpectrum> records_;
  std::vector<const WeightedUnitMass*> spectra_;
  EiTable table_;
  HybridTable hybrid_;  // instead of the table, for the hybrid score
  bool is_hybrid_;
  std::vector<std::uint32_t> loose_;  // not in the table: always scored
  std::optional<EiComposite> composite_;
};

EiIndex::EiIndex(std::span<const PreparedSpectrum> records, Score score)
    : content_(std::make_unique<const Content>(records, score)) {}

EiIndex::~EiIndex() = default;

std::vector<std::vector<EiIndex::Found>> EiIndex::best(std::span<const PreparedSpectrum> queries,
                                                       const SearchSettings& settings,
                                                       std::size_t wanted,
                                                       const RecordSet* admitted) const {
  std::vector<std::vector<Found>> results(queries.size());
  const std::size_t size = admitted != nullptr ? admitted->count() : content_->size();
  if (wanted == 0 || wanted >= size / kScannedShare) {
    for (std::size_t q = 0; q < queries.size(); ++q) {
      results[q] = content_->scan(queries[q], settings, admitted);
    }
    return results;
  }
  const std::size_t step = content_->queries_at_once();
  for (std::size_t first = 0; first < queries.size(); first += step) {
    const std::size_t count = std::min(step, queries.size() - first);
    content_->find(queries.subspan(first, count), settings, wanted, admitted,
                   std::span(results).subspan(first, count));
  }
  return results;
}

}  // namespace basepeak
