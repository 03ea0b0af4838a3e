#include "gpu/hybrid_search.h"

#include <algorithm>
#include <numeric>

#include "engine/search/best_records.h"
#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "gpu/best_first.h"
#include "gpu/hybrid_kernel.cuh"

namespace basepeak {

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
// Keys between two passes: few enough to stay in the cache of the device.
constexpr std::uint64_t kMostKeys = std::uint64_t{1} << 23;

bool is_indexable(const WeightedUnitMass& spectrum) {
  return spectrum.mass.front() >= 0 &&
         spectrum.mass.back() < static_cast<std::int32_t>(kHybridMasses);
}

// A query's weights by mass, and the squared weights that count from each mass on.
void append_spectrum(const WeightedUnitMass& spectrum, std::vector<float>& weights,
                     std::vector<float>& norms) {
  const std::size_t first = weights.size();
  weights.resize(first + kHybridMasses);
  norms.resize(first + kHybridMasses);
  for (std::size_t i = 0; i < spectrum.mass.size(); ++i) {
    weights[first + static_cast<std::size_t>(spectrum.mass[i])] =
        static_cast<float>(spectrum.weight[i]);
  }
  double norm = 0.0;
  for (std::size_t mass = kHybridMasses; mass-- > 0;) {
    norm += least_counted(weights[first + mass]);
    norms[first + mass] = static_cast<float>(norm * (1.0 - 1e-6));
  }
}

}  // namespace

class HybridDeviceSearch::Ranked final : public RankedQuery {
 public:
  Ranked(const HybridDeviceSearch& search, const Query& query, const SearchSettings& settings,
         std::size_t wanted)
      : search_(search),
        settings_(settings),
        prepared_(prepare_query(query, settings)),
        best_(wanted, settings.threshold) {}

  [[nodiscard]] const PreparedSpectrum& prepared() const { return prepared_; }
  [[nodiscard]] const WeightedUnitMass& spectrum() const { return prepared_.unit_mass; }
  [[nodiscard]] std::uint32_t least_key() const override {
    // As hybrid_key, and a little less for its rounding.
    const double share = best_.least() > 0.0 ? (best_.least() + 0.5) / 1000.0 * (1.0 - 1e-6) : 0.0;
    return static_cast<std::uint32_t>(std::clamp(share * 65'534.0, 1.0, double{kHighestKey}));
  }
  void add(std::uint32_t position) override { add_record(search_.records_[position]); }
  void add_record(std::uint32_t record) {
    if (record == kNone) return;
    const PreparedSpectrum* const prepared = search_.kept_->find(record);
    best_.add(record, compare(prepared_, *prepared, settings_));
  }
  [[nodiscard]] std::vector<Candidate> candidates() const { return best_.candidates(); }

 private:
  const HybridDeviceSearch& search_;
  const SearchSettings& settings_;
  PreparedSpectrum prepared_;
  BestRecords best_;
};

HybridDeviceSearch::HybridDeviceSearch(const Library& library, const SearchSettings& settings,
                                       const Device& device, Workspaces& workspaces,
                                       std::shared_ptr<const PreparedRecords> kept,
                                       const DeviceLayout& layout)
    : workspaces_(workspaces), kept_(std::move(kept)), slots_(layout.slots) {
  const auto spectrum = [&](std::uint32_t record) -> const WeightedUnitMass& {
    return kept_->find(record)->unit_mass;
  };
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!is_comparable(library, i, settings.score) || spectrum(i).mass.empty()) continue;
    (is_indexable(spectrum(i)) ? records_ : odd_).push_back(i);
  }
  // Records of a warp have about as many peaks.
  std::stable_sort(records_.begin(), records_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return spectrum(a).mass.size() < spectrum(b).mass.size();
  });
  records_.resize((records_.size() + kWarp - 1) / kWarp * kWarp, kNone);
  std::vector<Arena> arenas;
  for (std::size_t next = 0; next < records_.size();) {
    std::vector<std::uint16_t> mass;
    std::vector<float> weight;
    std::vector<std::uint32_t> first_row;
    std::vector<std::uint16_t> peaks;
    std::vector<std::int32_t> nominal;
    Segment segment;
    segment.first_position = static_cast<std::uint32_t>(next);
    do {
      const std::size_t first = mass.size();
      first_row.push_back(static_cast<std::uint32_t>(first / kWarp));
      for (std::size_t lane = 0; lane < kWarp; ++lane) {
        const std::uint32_t record = records_[next + lane];
        const std::size_t count = record == kNone ? 0 : spectrum(record).mass.size();
        peaks.push_back(static_cast<std::uint16_t>(count));
        nominal.push_back(record == kNone ? 0 : kept_->find(record)->nominal_mass.value_or(0));
        if (mass.size() < first + count * kWarp) {
          mass.resize(first + count * kWarp);
          weight.resize(first + count * kWarp);
        }
        for (std::size_t k = 0; k < count; ++k) {
          mass[first + k * kWarp + lane] = static_cast<std::uint16_t>(spectrum(record).mass[k]);
          weight[first + k * kWarp + lane] = static_cast<float>(spectrum(record).weight[k]);
        }
      }
      next += kWarp;
    } while (next < records_.size() && 6 * mass.size() <= layout.segment_bytes);
    segment.warps = static_cast<std::uint32_t>(first_row.size());
    Arena arena;
    segment.mass = arena.append(mass);
    segment.weight = arena.append(weight);
    segment.first_row = arena.append(first_row);
    segment.peaks = arena.append(peaks);
    segment.nominal = arena.append(nominal);
    segment_.push_back(segment);
    arenas.push_back(std::move(arena));
  }
  segments_ = std::make_unique<Segments>(device, std::move(arenas), layout);
}

void HybridDeviceSearch::run(std::span<const Ranked* const> queries, const Nominations& to,
                             Workspace& on) const {
  std::vector<HybridDeviceQuery> device_queries;
  std::vector<float> weights;
  std::vector<float> norms;
  const WeightedUnitMass* last = nullptr;
  for (const Ranked* const query : queries) {
    const WeightedUnitMass& spectrum = query->spectrum();
    if (last == nullptr || last->mass != spectrum.mass || last->weight != spectrum.weight) {
      append_spectrum(spectrum, weights, norms);
      last = &spectrum;
    }
    const auto number = static_cast<std::uint32_t>(weights.size() / kHybridMasses - 1);
    device_queries.push_back(
        {number, query->prepared().nominal_mass.value_or(0), spectrum.mass.front()});
  }
  Arena arena;
  const std::uint64_t queries_at = arena.append(device_queries);
  const std::uint64_t weights_at = arena.append(weights);
  const std::uint64_t norms_at = arena.append(norms);
  const unsigned char* const start = on.upload(arena.bytes());
  std::uint32_t most_warps = 0;
  for (const Segment& segment : segment_) most_warps = std::max(most_warps, segment.warps);
  const auto warps_at_once = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(
      kMostKeys / kWarp / std::max<std::size_t>(1, queries.size()), 1, most_warps));
  const std::uint32_t stride = warps_at_once * kWarp;
  const std::uint64_t keys_bytes = std::uint64_t{queries.size()} * stride * sizeof(std::uint16_t);
  unsigned char* const scratch = on.scratch(keys_bytes * Device::kStreams);
  segments_->for_each(on.stream(), [&](std::size_t s, const unsigned char* at, int stream) {
    const Segment& segment = segment_[s];
    HybridPass pass;
    pass.mass = reinterpret_cast<const std::uint16_t*>(at + segment.mass);
    pass.weight = reinterpret_cast<const float*>(at + segment.weight);
    pass.first_row = reinterpret_cast<const std::uint32_t*>(at + segment.first_row);
    pass.peaks = reinterpret_cast<const std::uint16_t*>(at + segment.peaks);
    pass.record_nominal = reinterpret_cast<const std::int32_t*>(at + segment.nominal);
    pass.queries = reinterpret_cast<const HybridDeviceQuery*>(start + queries_at);
    pass.query_count = static_cast<std::uint32_t>(queries.size());
    pass.query_weight = reinterpret_cast<const float*>(start + weights_at);
    pass.query_norm = reinterpret_cast<const float*>(start + norms_at);
    // Streams that take turns have keys of their own.
    pass.keys =
        reinterpret_cast<std::uint16_t*>(scratch + static_cast<std::uint64_t>(stream) * keys_bytes);
    pass.key_stride = stride;
    SelectPass select;
    select.keys = pass.keys;
    select.stride = stride;
    select.query_count = pass.query_count;
    select.nominations = to;
    for (std::uint32_t first = 0; first < segment.warps; first += warps_at_once) {
      pass.first_warp = first;
      pass.warp_count = std::min(warps_at_once, segment.warps - first);
      on.device().run(pass, stream);
      select.count = pass.warp_count * kWarp;
      select.first_position = segment.first_position + first * kWarp;
      on.device().run(select, stream);
    }
  });
}

std::vector<std::vector<Candidate>> HybridDeviceSearch::propose(std::span<const Query> queries,
                                                                const SearchSettings& settings,
                                                                std::size_t wanted,
                                                                const Backend& others) const {
  std::vector<std::vector<Candidate>> proposals(queries.size());
  std::vector<std::unique_ptr<RankedQuery>> ranked;
  std::vector<Ranked*> own;  // the same
  std::vector<std::size_t> number;
  for (std::size_t q = 0; q < queries.size(); ++q) {
    auto query = std::make_unique<Ranked>(*this, queries[q], settings, wanted);
    if (query->spectrum().mass.empty()) continue;
    if (!is_indexable(query->spectrum())) {
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
