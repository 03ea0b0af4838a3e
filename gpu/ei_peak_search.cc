#include "gpu/ei_peak_search.h"

#include <algorithm>
#include <numeric>

#include "engine/search/best_records.h"
#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "gpu/best_first.h"
#include "gpu/ei_peak_kernel.cuh"

namespace basepeak {

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
// Keys between two passes: few enough to stay in the cache of the device.
constexpr std::uint64_t kMostKeys = std::uint64_t{1} << 23;

// Not one of masses too high, or of intensities so far apart that single precision loses some.
bool is_indexable(const WeightedUnitMass& spectrum) {
  return spectrum.mass.front() >= 0 &&
         spectrum.mass.back() < static_cast<std::int32_t>(kEiPeakMasses) &&
         std::all_of(spectrum.ratio_weight.begin(), spectrum.ratio_weight.end(),
                     [](double w) { return w == 0.0 || (w > 1e-10 && w < 1e10); });
}

constexpr double kTrace = 1.0;  // as in ei_scores.cc

EiPeakScore peak_score(Score score) {
  return score == Score::ei_identity      ? EiPeakScore::identity
         : score == Score::ei_stein_scott ? EiPeakScore::stein_scott
                                          : EiPeakScore::hybrid;
}

// Weights relative to the largest, so that their squares are no trouble to single precision. Hybrid
// scores tell traces by the weight itself, and its scale is a fixed one.
double scale_of(const WeightedUnitMass& spectrum, EiPeakScore score) {
  if (score == EiPeakScore::hybrid) return 1.0;
  double largest = 0.0;
  for (const double w : spectrum.weight) largest = std::max(largest, w);
  return largest > 0.0 ? 1.0 / largest : 1.0;
}

// Spectra by mass, as EiPeakPass takes them.
struct QuerySpectra {
  std::vector<float> weight;
  std::vector<float> norm;
  std::vector<float> ratio_weight;
  std::vector<std::uint16_t> strong;

  [[nodiscard]] std::uint32_t count() const {
    return static_cast<std::uint32_t>(weight.size() / kEiPeakMasses);
  }
  void append(const WeightedUnitMass& spectrum, EiPeakScore score) {
    const std::size_t first = weight.size();
    weight.resize(first + kEiPeakMasses);
    norm.resize(first + kEiPeakMasses);
    std::vector<bool> is_strong(kEiPeakMasses, false);
    const double scale = scale_of(spectrum, score);
    for (std::size_t i = 0; i < spectrum.mass.size(); ++i) {
      const auto mass = static_cast<std::size_t>(spectrum.mass[i]);
      weight[first + mass] = static_cast<float>(spectrum.weight[i] * scale);
      is_strong[mass] = spectrum.intensity[i] > kTrace;
    }
    const bool is_hybrid = score == EiPeakScore::hybrid;
    double sum = 0.0;
    for (std::size_t mass = kEiPeakMasses; mass-- > 0;) {
      const double w = weight[first + mass];
      const double counted = is_strong[mass] ? w * w : 0.0;
      sum += is_hybrid ? double{least_counted(weight[first + mass])} : counted;
      norm[first + mass] = static_cast<float>(sum * (1.0 - 1e-6));
    }
    if (is_hybrid) return;
    ratio_weight.resize(first + kEiPeakMasses);
    for (std::size_t i = 0; i < spectrum.mass.size(); ++i) {
      if (spectrum.intensity[i] <= 0.0) continue;
      ratio_weight[first + static_cast<std::size_t>(spectrum.mass[i])] =
          static_cast<float>(spectrum.ratio_weight[i]);
    }
    std::uint16_t strong_peaks = 0;
    for (std::size_t mass = 0; mass < kEiPeakMasses; ++mass) {
      if (is_strong[mass]) ++strong_peaks;
      strong.push_back(strong_peaks);
    }
  }
};

}  // namespace

class EiPeakSearch::Ranked final : public RankedQuery {
 public:
  Ranked(const EiPeakSearch& search, const Query& query, const SearchSettings& settings,
         std::size_t wanted)
      : search_(search),
        settings_(settings),
        prepared_(prepare_query(query, settings)),
        best_(wanted, settings.threshold) {}

  [[nodiscard]] const PreparedSpectrum& prepared() const { return prepared_; }
  [[nodiscard]] const WeightedUnitMass& spectrum() const { return prepared_.unit_mass; }
  [[nodiscard]] std::uint32_t least_key() const override {
    // As ei_share_key, and a little less for its rounding.
    double share = best_.least();
    if (share > 0.0 && is_match_factor(settings_.score)) share = (share + 0.5) / 1000.0;
    share *= 1.0 - 1e-6;
    return static_cast<std::uint32_t>(std::clamp(share * 65'534.0, 1.0, double{kHighestKey}));
  }
  void add(std::uint32_t position) override { add_record(search_.records_[position]); }
  // As if every query brought a spectrum of its own.
  [[nodiscard]] std::size_t device_bytes() const override {
    return sizeof(EiPeakQuery) + kEiPeakMasses * (3 * sizeof(float) + sizeof(std::uint16_t));
  }
  void add_record(std::uint32_t record) {
    if (record == kNone) return;
    const PreparedSpectrum* const prepared = search_.kept_->find(record);
    best_.add(record, compare(prepared_, *prepared, settings_));
  }
  [[nodiscard]] std::vector<Candidate> candidates() const { return best_.candidates(); }

 private:
  const EiPeakSearch& search_;
  const SearchSettings& settings_;
  PreparedSpectrum prepared_;
  BestRecords best_;
};

bool EiPeakSearch::serves(Score score) noexcept {
  return score == Score::ei_hybrid || score == Score::ei_identity || score == Score::ei_stein_scott;
}

EiPeakSearch::EiPeakSearch(const Library& library, const SearchSettings& settings,
                           const Device& device, Workspaces& workspaces,
                           std::shared_ptr<const PreparedRecords> kept, const DeviceLayout& layout)
    : score_(peak_score(settings.score)),
      workspaces_(workspaces),
      kept_(std::move(kept)),
      slots_(layout.slots) {
  const bool is_hybrid = score_ == EiPeakScore::hybrid;
  const auto spectrum = [&](std::uint32_t record) -> const WeightedUnitMass& {
    return kept_->find(record)->unit_mass;
  };
  for (std::size_t r = layout.part; r < library.size(); r += layout.parts) {
    const auto i = static_cast<std::uint32_t>(r);
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
    std::vector<float> ratio_weight;
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
          if (!is_hybrid) ratio_weight.resize(first + count * kWarp);
        }
        const double scale = count > 0 ? scale_of(spectrum(record), score_) : 1.0;
        for (std::size_t k = 0; k < count; ++k) {
          const WeightedUnitMass& own = spectrum(record);
          const std::size_t at = first + k * kWarp + lane;
          mass[at] = static_cast<std::uint16_t>(own.mass[k]);
          weight[at] = static_cast<float>(own.weight[k] * scale);
          if (own.intensity[k] > kTrace) mass[at] |= kEiStrong;
          if (!is_hybrid && own.intensity[k] > 0.0) {
            ratio_weight[at] = static_cast<float>(own.ratio_weight[k]);
          }
        }
      }
      next += kWarp;
    } while (next < records_.size() && 6 * mass.size() <= layout.segment_bytes);
    segment.warps = static_cast<std::uint32_t>(first_row.size());
    Arena arena;
    segment.mass = arena.append(mass);
    segment.weight = arena.append(weight);
    segment.ratio_weight = arena.append(ratio_weight);
    segment.first_row = arena.append(first_row);
    segment.peaks = arena.append(peaks);
    segment.nominal = arena.append(nominal);
    segment_.push_back(segment);
    arenas.push_back(std::move(arena));
  }
  segments_ = std::make_unique<Segments>(device, std::move(arenas), layout);
}

void EiPeakSearch::run(std::span<const Ranked* const> queries, const Nominations& to,
                       Workspace& on) const {
  std::vector<EiPeakQuery> device_queries;
  QuerySpectra spectra;
  const WeightedUnitMass* last = nullptr;
  for (const Ranked* const query : queries) {
    const WeightedUnitMass& spectrum = query->spectrum();
    if (last == nullptr || last->mass != spectrum.mass || last->weight != spectrum.weight) {
      spectra.append(spectrum, score_);
      last = &spectrum;
    }
    device_queries.push_back(
        {spectra.count() - 1, query->prepared().nominal_mass.value_or(0), spectrum.mass.front()});
  }
  Arena arena;
  const std::uint64_t queries_at = arena.append(device_queries);
  const std::uint64_t weights_at = arena.append(spectra.weight);
  const std::uint64_t norms_at = arena.append(spectra.norm);
  const std::uint64_t ratio_weights_at = arena.append(spectra.ratio_weight);
  const std::uint64_t strong_at = arena.append(spectra.strong);
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
    EiPeakPass pass;
    pass.score = score_;
    pass.mass = reinterpret_cast<const std::uint16_t*>(at + segment.mass);
    pass.weight = reinterpret_cast<const float*>(at + segment.weight);
    pass.ratio_weight = reinterpret_cast<const float*>(at + segment.ratio_weight);
    pass.first_row = reinterpret_cast<const std::uint32_t*>(at + segment.first_row);
    pass.peaks = reinterpret_cast<const std::uint16_t*>(at + segment.peaks);
    pass.record_nominal = reinterpret_cast<const std::int32_t*>(at + segment.nominal);
    pass.queries = reinterpret_cast<const EiPeakQuery*>(start + queries_at);
    pass.query_count = static_cast<std::uint32_t>(queries.size());
    pass.query_weight = reinterpret_cast<const float*>(start + weights_at);
    pass.query_norm = reinterpret_cast<const float*>(start + norms_at);
    pass.query_ratio_weight = reinterpret_cast<const float*>(start + ratio_weights_at);
    pass.query_strong = reinterpret_cast<const std::uint16_t*>(start + strong_at);
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

std::vector<std::vector<Candidate>> EiPeakSearch::propose(std::span<const Query> queries,
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
