#include "gpu/ms2_search.h"

#include <algorithm>
#include <limits>

#include "engine/parallel.h"
#include "engine/search/best_records.h"
#include "engine/search/ms2_block.h"
#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "gpu/best_first.h"
#include "gpu/ms2_kernel.cuh"

namespace basepeak {

namespace {

bool uses_fragments(Score score) { return !is_neutral_loss(score); }
bool uses_losses(Score score) {
  return is_neutral_loss(score) || score == Score::ms2_hybrid_entropy ||
         score == Score::ms2_modified_cosine || score == Score::ms2_modified_cosine_greedy;
}

// As in the index of the processor (ms2_scan.cc): a peak pairs with at most two of the other
// spectrum, except under absurd ppm.
constexpr std::size_t kPairsOfAPeak = 2;
bool may_pair_with_more(std::int64_t mz_udalton, const Tolerance& tolerance) {
  return half_width_udalton(mz_udalton, tolerance) - half_width_udalton(0, tolerance) >
         mz_udalton / 10;
}

PlacedPostings place_postings(const SortedPostings& sorted, Arena& arena) {
  PlacedPostings place;
  if (sorted.postings.empty()) return place;
  place.base_step = sorted.base_step;
  place.postings = arena.append(sorted.postings);
  place.first_in_bin = arena.append(sorted.first_in_bin);
  place.bins = static_cast<std::uint32_t>(sorted.first_in_bin.size() - 1);
  return place;
}

}  // namespace

// One query in the form of the index.
class Ms2DeviceSearch::Ranked final : public RankedQuery {
 public:
  Ranked(const Ms2DeviceSearch& search, const Query& query, const SearchSettings& settings,
         std::size_t wanted, const PreparedRecords* kept)
      : search_(search),
        settings_(settings),
        kept_(kept),
        prepared_(prepare_query(query, settings)),
        window_(precursor_window(query, settings)),
        best_(wanted, settings.threshold),
        tables_(prepared_.peaks.weight,
                is_cosine(settings.score) ? Contribution::product : Contribution::entropy,
                search.largest_total_,
                kPairsOfAPeak * (uses_fragments(settings.score) + uses_losses(settings.score))) {
    if (!is_cosine(settings.score)) add_entropy_terms(prepared_.peaks);
    is_limited_ = tables_.is_usable();
    for (const std::int64_t mz : prepared_.peaks.mz_udalton) {
      half_widths_.push_back(half_width_udalton(mz, settings.peak_tolerance));
      if (may_pair_with_more(mz, settings.peak_tolerance)) is_limited_ = false;
    }
  }

  [[nodiscard]] bool is_limited() const noexcept { return is_limited_; }
  [[nodiscard]] bool is_empty() const noexcept { return prepared_.peaks.weight.empty(); }
  [[nodiscard]] std::uint32_t least_key() const override {
    return tables_.least_sum(best_.least());
  }
  void add(std::uint32_t position) override { add_record(search_.records_[position]); }
  [[nodiscard]] std::size_t device_bytes() const override {
    return sizeof(Ms2DeviceQuery) + limits().size_bytes() +
           half_widths_.size() * 2 * sizeof(std::int64_t);
  }
  void add_record(std::uint32_t record) {
    if (kept_ == nullptr || !kept_->copy(record, record_)) {
      record_ = prepare_record(search_.library_, record, settings_);
    }
    best_.add(record, compare(prepared_, record_, settings_));
  }
  void add_odd_records() {
    for (const std::uint32_t record : search_.odd_) {
      if (settings_.admitted && !settings_.admitted->contains(record)) continue;
      const std::int64_t precursor = to_udalton(search_.library_.precursor_mz(record));
      if (window_ && (precursor < window_->first || precursor > window_->second)) continue;
      add_record(record);
    }
  }
  [[nodiscard]] std::vector<Candidate> candidates() const { return best_.candidates(); }

  [[nodiscard]] Ms2DeviceQuery device_query(std::size_t first_peak) const {
    Ms2DeviceQuery query;
    query.first_peak = static_cast<std::uint32_t>(first_peak);
    query.peaks = static_cast<std::uint32_t>(half_widths_.size());
    query.precursor = prepared_.peaks.precursor_udalton.value_or(0);
    query.lowest_precursor = window_ ? window_->first : std::numeric_limits<std::int64_t>::min();
    query.highest_precursor = window_ ? window_->second : std::numeric_limits<std::int64_t>::max();
    if (query.precursor > 0 && uses_fragments(settings_.score)) {
      // Compared without moving peaks.
      const std::int64_t half = half_width_udalton(query.precursor, settings_.peak_tolerance);
      query.lowest_own = query.precursor - half;
      query.highest_own = query.precursor + half;
    }
    return query;
  }
  [[nodiscard]] const std::vector<std::int64_t>& mz() const { return prepared_.peaks.mz_udalton; }
  [[nodiscard]] const std::vector<std::int64_t>& half_widths() const { return half_widths_; }
  [[nodiscard]] std::span<const std::uint16_t> limits() const {
    return tables_.rows().subspan(kLevelsOfARow);  // without the row of zeros
  }

 private:
  const Ms2DeviceSearch& search_;
  const SearchSettings& settings_;
  const PreparedRecords* kept_;
  PreparedSpectrum prepared_;
  std::optional<std::pair<std::int64_t, std::int64_t>> window_;
  BestRecords best_;
  ContributionTables tables_;
  std::vector<std::int64_t> half_widths_;
  bool is_limited_ = true;
  PreparedSpectrum record_;
};

std::string Ms2DeviceSearch::key(const SearchSettings& settings) {
  return preparation_key(settings) + (uses_fragments(settings.score) ? " fragments" : "") +
         (uses_losses(settings.score) ? " losses" : "");
}

Ms2DeviceSearch::Ms2DeviceSearch(const Library& library, const SearchSettings& settings,
                                 const Device& device, Workspaces& workspaces, std::size_t threads,
                                 const DeviceLayout& layout)
    : library_(library), workspaces_(workspaces), slots_(layout.slots) {
  const std::size_t block_records =
      layout.block_records == 0 ? kMs2BlockRecords
                                : std::min<std::size_t>(layout.block_records, kMs2BlockRecords);
  // A block a part at least.
  const std::size_t a_part = (library.size() + layout.parts - 1) / layout.parts;
  Ms2Order order(library, settings.score, std::clamp<std::size_t>(a_part, 1, block_records));
  const auto is_own = [&](std::size_t block) { return block % layout.parts == layout.part; };
  std::vector<Ms2BlockArrays> arrays(order.blocks());
  parallel_for(order.blocks(), threads, [&](std::size_t b) {
    if (!is_own(b)) return;
    for (std::size_t i = order.first_in_block[b]; i < order.first_in_block[b + 1]; ++i) {
      const std::uint32_t record = order.records[i];
      arrays[b].add(ms2_indexed(library, record, prepare_record(library, record, settings)),
                    settings.score);
    }
    arrays[b].finish();
  });
  std::vector<Arena> segments;
  for (std::size_t b = 0; b < arrays.size(); ++b) {
    if (!is_own(b)) continue;
    if (segments.empty() || segments.back().bytes().size() > layout.segment_bytes) {
      segments.emplace_back();
      blocks_.emplace_back();
    }
    const Ms2Block view = arrays[b].view(b);
    Ms2BlockPlace place;
    if (uses_fragments(settings.score)) {
      place.fragments = place_postings(arrays[b].fragments(), segments.back());
    }
    if (uses_losses(settings.score)) {
      place.losses = place_postings(arrays[b].losses(), segments.back());
    }
    place.precursor = segments.back().append(view.precursor_udalton);
    place.records = static_cast<std::uint32_t>(view.record.size());
    place.first_position = static_cast<std::uint32_t>(order.first_in_block[b]);
    blocks_.back().push_back(place);
    largest_total_ = std::max(largest_total_, arrays[b].largest_total());
    arrays[b] = {};
  }
  records_ = std::move(order.records);
  if (layout.part == 0) odd_ = std::move(order.odd);
  segments_ = std::make_unique<Segments>(device, std::move(segments), layout);
}

void Ms2DeviceSearch::run(std::span<const Ranked* const> queries, const SearchSettings& settings,
                          const Nominations& to, Workspace& on) const {
  std::vector<Ms2DeviceQuery> device_queries;
  std::vector<std::int64_t> mz;
  std::vector<std::int64_t> half_widths;
  std::vector<std::uint16_t> limits;
  for (const Ranked* const query : queries) {
    device_queries.push_back(query->device_query(mz.size()));
    mz.insert(mz.end(), query->mz().begin(), query->mz().end());
    half_widths.insert(half_widths.end(), query->half_widths().begin(), query->half_widths().end());
    limits.insert(limits.end(), query->limits().begin(), query->limits().end());
  }
  Arena arena;
  const std::uint64_t query_at = arena.append(device_queries);
  const std::uint64_t mz_at = arena.append(mz);
  const std::uint64_t half_width_at = arena.append(half_widths);
  const std::uint64_t limit_at = arena.append(limits);
  std::vector<std::uint64_t> blocks_at;
  for (const auto& blocks : blocks_) blocks_at.push_back(arena.append(blocks));
  const unsigned char* const start = on.upload(arena.bytes());
  segments_->for_each(on.stream(), [&](std::size_t s, const unsigned char* segment, int stream) {
    Ms2Pass pass;
    pass.segment = segment;
    pass.blocks = placed<Ms2BlockPlace>(start, blocks_at[s]);
    pass.block_count = static_cast<std::uint32_t>(blocks_[s].size());
    pass.queries = placed<Ms2DeviceQuery>(start, query_at);
    pass.query_count = static_cast<std::uint32_t>(queries.size());
    pass.mz = placed<std::int64_t>(start, mz_at);
    pass.half_width = placed<std::int64_t>(start, half_width_at);
    pass.limits = placed<std::uint16_t>(start, limit_at);
    pass.uses_fragments = uses_fragments(settings.score);
    pass.uses_losses = uses_losses(settings.score);
    pass.nominations = to;
    on.device().run(pass, stream);
  });
}

std::vector<std::vector<Candidate>> Ms2DeviceSearch::propose(std::span<const Query> queries,
                                                             const SearchSettings& settings,
                                                             std::size_t wanted,
                                                             const PreparedRecords* kept,
                                                             const Backend& others) const {
  std::vector<std::vector<Candidate>> proposals(queries.size());
  std::vector<std::unique_ptr<RankedQuery>> ranked;
  std::vector<Ranked*> own;  // the same
  std::vector<std::size_t> number;
  for (std::size_t q = 0; q < queries.size(); ++q) {
    auto query = std::make_unique<Ranked>(*this, queries[q], settings, wanted, kept);
    if (query->is_empty()) continue;
    if (!query->is_limited()) {
      proposals[q] = others.propose(queries.subspan(q, 1), settings, wanted).front();
      continue;
    }
    query->add_odd_records();
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
    run(these, settings, to, on);
  };
  if (settings.admitted) batch.admitted = admitted_bits(*settings.admitted, records_);
  if (!records_.empty()) find_best(ranked, batch, workspaces_);
  for (std::size_t i = 0; i < own.size(); ++i) proposals[number[i]] = own[i]->candidates();
  return proposals;
}

}  // namespace basepeak
