#include "gpu/ei_search.h"

#include <algorithm>
#include <cmath>

#include "engine/search/best_records.h"
#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "gpu/best_first.h"
#include "gpu/ei_kernel.cuh"
#include "gpu/ei_shares.h"
#include "gpu/half.h"

namespace basepeak {

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
// Keys between two passes: few enough to stay in the cache of the device.
constexpr std::uint64_t kMostKeys = std::uint64_t{1} << 23;

std::uint32_t deep_enough(std::int32_t highest_mass) {
  return (static_cast<std::uint32_t>(highest_mass) / kEiDepthStep + 1) * kEiDepthStep;
}

void append_row(const WeightedUnitMass& spectrum, std::uint32_t depth,
                std::vector<std::uint16_t>& rows) {
  const std::size_t first = rows.size();
  rows.resize(first + depth);
  const double scale = 1.0 / std::sqrt(ei_norm(spectrum));
  for (std::size_t i = 0; i < spectrum.mass.size(); ++i) {
    const auto mass = static_cast<std::size_t>(spectrum.mass[i]);
    if (mass < depth) rows[first + mass] = half_above(spectrum.weight[i] * scale);
  }
}

// The squared cosine that a record needs to reach the score.
double squared_cosine_for(Score score, double value) {
  return score == Score::ei_simple ? (value + 0.5) / 1000.0 : value * value;
}

}  // namespace

class EiDeviceSearch::Ranked final : public RankedQuery {
 public:
  Ranked(const EiDeviceSearch& search, const Query& query, const SearchSettings& settings,
         std::size_t wanted)
      : search_(search),
        settings_(settings),
        prepared_(prepare_query(query, settings)),
        best_(wanted, settings.threshold) {}

  [[nodiscard]] const WeightedUnitMass& spectrum() const { return prepared_.unit_mass; }
  [[nodiscard]] bool is_empty() const { return spectrum().mass.empty(); }
  [[nodiscard]] bool is_indexable() const {
    return spectrum().mass.front() >= 0 &&
           spectrum().mass.front() < static_cast<std::int32_t>(kEiStarts) &&
           ei_norm(spectrum()) > 0.0;
  }
  [[nodiscard]] std::uint32_t least_key() const override {
    // As ei_key, and a little less for its rounding.
    const double squared = squared_cosine_for(settings_.score, best_.least()) * (1.0 - 1e-6);
    return static_cast<std::uint32_t>(std::clamp(squared * 65'534.0, 1.0, double{kHighestKey}));
  }
  [[nodiscard]] std::size_t device_bytes() const override {
    return search_.depth_ * sizeof(std::uint16_t) + search_.query_starts_ * sizeof(float) +
           sizeof(std::uint32_t);
  }
  void add(std::uint32_t position) override {
    if (search_.records_[position] != kNone) add_record(search_.records_[position]);
  }
  void add_record(std::uint32_t record) {
    const PreparedSpectrum* const prepared = search_.kept_->find(record);
    best_.add(record, compare(prepared_, *prepared, settings_));
  }
  [[nodiscard]] std::vector<Candidate> candidates() const { return best_.candidates(); }

 private:
  const EiDeviceSearch& search_;
  const SearchSettings& settings_;
  PreparedSpectrum prepared_;
  BestRecords best_;
};

bool EiDeviceSearch::serves(Score score) noexcept {
  return is_ei_cosine(score) || score == Score::ei_simple;
}

EiDeviceSearch::EiDeviceSearch(const Library& library, const SearchSettings& settings,
                               const Device& device, Workspaces& workspaces,
                               std::shared_ptr<const PreparedRecords> kept,
                               const DeviceLayout& layout)
    : workspaces_(workspaces), kept_(std::move(kept)), slots_(layout.slots) {
  const auto spectrum = [&](std::uint32_t record) -> const WeightedUnitMass& {
    return kept_->find(record)->unit_mass;
  };
  for (std::size_t r = layout.part; r < library.size(); r += layout.parts) {
    const auto i = static_cast<std::uint32_t>(r);
    if (!is_comparable(library, i, settings.score) || spectrum(i).mass.empty()) continue;
    const bool fits = spectrum(i).mass.front() >= 0 &&
                      spectrum(i).mass.back() <= static_cast<std::int32_t>(kEiHighestMass) &&
                      ei_norm(spectrum(i)) > 0.0;
    (fits ? records_ : odd_).push_back(i);
  }
  std::stable_sort(records_.begin(), records_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return spectrum(a).mass.back() < spectrum(b).mass.back();
  });
  std::vector<Arena> arenas;
  std::size_t next = 0;
  const std::size_t count = records_.size();
  records_.resize((count + kEiTile - 1) / kEiTile * kEiTile, kNone);
  while (next < records_.size()) {
    Segment segment;
    Arena arena;
    segment.first_position = static_cast<std::uint32_t>(next);
    std::vector<std::uint32_t> lowest;
    const std::size_t first = next;
    do {
      const std::size_t last = std::min(next + kEiTile, count) - 1;
      EiTilePlace tile;
      tile.depth = deep_enough(spectrum(records_[last]).mass.back());
      depth_ = std::max(depth_, tile.depth);
      std::vector<std::uint16_t> rows;
      for (std::size_t p = next; p <= last; ++p) {
        append_row(spectrum(records_[p]), tile.depth, rows);
        lowest.push_back(static_cast<std::uint32_t>(spectrum(records_[p]).mass.front()));
        query_starts_ = std::max(query_starts_, lowest.back() + 1);
      }
      rows.resize(std::size_t{kEiTile} * tile.depth);
      tile.weights = arena.append(rows);
      segment.tiles.push_back(tile);
      next += kEiTile;
    } while (next < records_.size() && arena.bytes().size() <= layout.segment_bytes);
    const std::size_t positions = next - first;
    lowest.resize(positions);
    std::vector<float> share(kEiStarts * positions);
    for (std::size_t p = first; p < std::min(next, count); ++p) {
      const std::vector<float> own = ei_shares(spectrum(records_[p]), kEiStarts);
      for (std::size_t s = 0; s < kEiStarts; ++s) share[s * positions + (p - first)] = own[s];
    }
    segment.lowest = arena.append(lowest);
    segment.share = arena.append(share);
    segment_.push_back(std::move(segment));
    arenas.push_back(std::move(arena));
  }
  segments_ = std::make_unique<Segments>(device, std::move(arenas), layout);
}

void EiDeviceSearch::run(std::span<const Ranked* const> queries, const Nominations& to,
                         Workspace& on) const {
  std::vector<std::uint16_t> rows;
  std::vector<float> shares;
  std::vector<std::uint32_t> lowest;
  for (const Ranked* const query : queries) {
    append_row(query->spectrum(), depth_, rows);
    const std::vector<float> own = ei_shares(query->spectrum(), query_starts_);
    shares.insert(shares.end(), own.begin(), own.end());
    lowest.push_back(static_cast<std::uint32_t>(query->spectrum().mass.front()));
  }
  rows.resize((queries.size() + kEiTile - 1) / kEiTile * kEiTile * depth_);
  Arena arena;
  const std::uint64_t rows_at = arena.append(rows);
  const std::uint64_t shares_at = arena.append(shares);
  const std::uint64_t lowest_at = arena.append(lowest);
  std::vector<std::uint64_t> tiles_at;
  for (const Segment& segment : segment_) tiles_at.push_back(arena.append(segment.tiles));
  const unsigned char* const start = on.upload(arena.bytes());
  const auto tiles_at_once = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(
      kMostKeys / kEiTile / std::max<std::size_t>(1, queries.size()), 1, kMostRows));
  std::uint32_t most_tiles = 0;
  for (const Segment& segment : segment_) {
    most_tiles = std::max(most_tiles, static_cast<std::uint32_t>(segment.tiles.size()));
  }
  const std::uint32_t stride = std::min(tiles_at_once, most_tiles) * kEiTile;
  const std::uint64_t keys_bytes = std::uint64_t{queries.size()} * stride * sizeof(std::uint16_t);
  unsigned char* const scratch = on.scratch(keys_bytes * Device::kStreams);
  segments_->for_each(on.stream(), [&](std::size_t s, const unsigned char* segment, int stream) {
    EiPass pass;
    pass.segment = segment;
    pass.tiles = reinterpret_cast<const EiTilePlace*>(start + tiles_at[s]);
    const auto tiles = static_cast<std::uint32_t>(segment_[s].tiles.size());
    pass.lowest = reinterpret_cast<const std::uint32_t*>(segment + segment_[s].lowest);
    pass.share = reinterpret_cast<const float*>(segment + segment_[s].share);
    pass.share_stride = tiles * kEiTile;
    pass.query_weights = reinterpret_cast<const std::uint16_t*>(start + rows_at);
    pass.query_depth = depth_;
    pass.query_share = reinterpret_cast<const float*>(start + shares_at);
    pass.query_share_stride = query_starts_;
    pass.query_lowest = reinterpret_cast<const std::uint32_t*>(start + lowest_at);
    pass.query_count = static_cast<std::uint32_t>(queries.size());
    // Streams that take turns have keys of their own.
    pass.keys =
        reinterpret_cast<std::uint16_t*>(scratch + static_cast<std::uint64_t>(stream) * keys_bytes);
    pass.key_stride = stride;
    SelectPass select;
    select.keys = pass.keys;
    select.stride = stride;
    select.query_count = pass.query_count;
    select.nominations = to;
    for (std::uint32_t first = 0; first < tiles; first += tiles_at_once) {
      pass.first_tile = first;
      pass.tile_count = std::min(tiles_at_once, tiles - first);
      on.device().run(pass, stream);
      select.count = pass.tile_count * kEiTile;
      select.first_position = segment_[s].first_position + first * kEiTile;
      on.device().run(select, stream);
    }
  });
}

std::vector<std::vector<Candidate>> EiDeviceSearch::propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted,
                                                            const Backend& others) const {
  std::vector<std::vector<Candidate>> proposals(queries.size());
  std::vector<std::unique_ptr<RankedQuery>> ranked;
  std::vector<Ranked*> own;  // the same
  std::vector<std::size_t> number;
  for (std::size_t q = 0; q < queries.size(); ++q) {
    auto query = std::make_unique<Ranked>(*this, queries[q], settings, wanted);
    if (query->is_empty()) continue;
    if (!query->is_indexable()) {
      proposals[q] = others.propose(queries.subspan(q, 1), settings, wanted).front();
      continue;
    }
    for (const std::uint32_t record : odd_) {
      if (!settings.admitted || settings.admitted->contains(record)) query->add_record(record);
    }
    own.push_back(query.get());
    ranked.push_back(std::move(query));
    number.push_back(q);
  }
  BestFirst batch;
  batch.wanted = wanted;
  batch.slots = slots_;
  batch.takes_all_streams = !segments_->is_resident();
  batch.run = [&](std::span<const std::uint32_t> asked, const Nominations& to, Workspace& on) {
    std::vector<const Ranked*> these;
    for (const std::uint32_t q : asked) these.push_back(own[q]);
    run(these, to, on);
  };
  if (settings.admitted) batch.admitted = admitted_bits(*settings.admitted, records_);
  if (!records_.empty()) find_best(ranked, batch, workspaces_);
  for (std::size_t i = 0; i < own.size(); ++i) proposals[number[i]] = own[i]->candidates();
  return proposals;
}

}  // namespace basepeak
