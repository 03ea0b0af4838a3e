#include <algorithm>
#include <limits>
#include <tuple>

#include "engine/search/best_records.h"
#include "engine/search/kernels.h"
#include "engine/search/ms2_index.h"
#include "engine/search/ms2_levels.h"
#include "engine/search/ms2_limits.h"
#include "engine/search/record_filter.h"

namespace basepeak {

namespace {

// A peak pairs with at most two of the other spectrum: cleaning merges what lies closer than twice
// the tolerance, and a ppm width differs little between neighbours. Not so for absurd ppm.
constexpr std::size_t kPairsOfAPeak = 2;
bool may_pair_with_more(std::int64_t mz_udalton, const Tolerance& tolerance) {
  return half_width_udalton(mz_udalton, tolerance) - half_width_udalton(0, tolerance) >
         mz_udalton / 10;
}

// Long lists of weak peaks are left out of the sums as long as what they could add stays below this
// share of the score to be reached, if that leaves no more than so many records to score.
constexpr double kSkippedShare = 0.25;
constexpr std::size_t kMostUnsummed = 8;

// The sums of a window of at most so many records of a block are formed record by record; for
// scores that move peaks, a smaller window is scored record by record.
constexpr std::size_t kFewToMerge = 5000;
constexpr std::size_t kFewToScore = 64;

constexpr std::size_t kFewestShare = 8;  // of the records, that are few to admit

bool uses_fragments(Score score) { return !is_neutral_loss(score); }
bool uses_losses(Score score) {
  return is_neutral_loss(score) || score == Score::ms2_hybrid_entropy ||
         score == Score::ms2_modified_cosine || score == Score::ms2_modified_cosine_greedy;
}
Contribution contribution(Score score) {
  return is_cosine(score) ? Contribution::product : Contribution::entropy;
}

// What a block holds within the tolerance of one query peak.
struct PeakLists {
  std::size_t peak = 0;
  std::span<const std::uint32_t> fragments;
  std::span<const std::uint32_t> losses;
  [[nodiscard]] std::size_t size() const { return fragments.size() + losses.size(); }
};

}  // namespace

// What queries of one thread share. Between calls all sums are 0.
struct Ms2Scratch {
  std::vector<std::uint16_t> sums = std::vector<std::uint16_t>(std::size_t{1} << 16);
  std::vector<std::uint32_t> found = std::vector<std::uint32_t>(std::size_t{1} << 16);
  std::vector<std::uint16_t> kept;
  std::vector<PeakLists> lists;
  LimitsByMz limits;
  PreparedSpectrum record;
};

// One query on its way through the blocks.
class Ms2Scan {
 public:
  Ms2Scan(const Ms2Index& index, const Query& query, const SearchSettings& settings,
          std::size_t wanted)
      : index_(index),
        settings_(settings),
        query_(prepare_query(query, settings)),
        window_(precursor_window(query, settings)),
        admits_few_(settings.admitted &&
                    settings.admitted->records().count() < index.library_.size() / kFewestShare),
        best_(wanted, settings.threshold),
        tables_(query_.peaks.weight, contribution(settings.score), index.largest_total_,
                kPairsOfAPeak * (uses_fragments(settings.score) + uses_losses(settings.score))) {
    if (!is_cosine(settings.score)) add_entropy_terms(query_.peaks);
    const std::int64_t precursor = query_.peaks.precursor_udalton.value_or(0);
    while (home_block_ + 1 < index.blocks_.size() &&
           index.blocks_[home_block_ + 1].precursor_udalton.front() <= precursor) {
      ++home_block_;
    }
    is_limited_ = tables_.is_usable();
    for (const std::int64_t mz : query_.peaks.mz_udalton) {
      half_widths_.push_back(half_width_udalton(mz, settings.peak_tolerance));
      if (may_pair_with_more(mz, settings.peak_tolerance)) is_limited_ = false;
    }
  }

  // The block where records of the query's precursor are, which often holds the best.
  [[nodiscard]] std::size_t home_block() const noexcept { return home_block_; }

  // Whether records with precursors between these may be among the best.
  [[nodiscard]] bool admits(std::int64_t lowest, std::int64_t highest) const {
    return !query_.peaks.weight.empty() &&
           (!window_ || (window_->first <= highest && window_->second >= lowest));
  }

  // Fetches into the cache what search_block reads of a small window.
  void prefetch(const Ms2Block& block) const {
    constexpr std::size_t kMostPrefetched = 1500;  // records that fit the cache beside others
    if (!window_) return;
    const auto [begin, end] = ids_within(block, window_->first, window_->second);
    if (begin == end || end - begin > kMostPrefetched) return;
    constexpr std::size_t kLine = 64;  // bytes
    const std::size_t last = block.first_peak[end];
    for (std::size_t p = block.first_peak[begin]; p < last; p += kLine / sizeof(std::uint32_t)) {
      __builtin_prefetch(block.mz_udalton.data() + p);
    }
    for (std::size_t p = block.first_peak[begin]; p < last; p += kLine) {
      __builtin_prefetch(block.level.data() + p);
    }
    index_.prefetch_states(block, begin, end);
  }

  void search_odd_records() {
    for (const std::uint32_t record : index_.odd_) {
      if (!is_admitted(record)) continue;
      const std::int64_t precursor = to_udalton(index_.library_.precursor_mz(record));
      if (window_ && (precursor < window_->first || precursor > window_->second)) continue;
      best_.add(record,
                compare(query_, prepare_record(index_.library_, record, settings_), settings_));
    }
  }

  void search_block(const Ms2Block& block, Ms2Scratch& scratch) {
    std::size_t begin = 0;
    std::size_t end = block.record.size();
    if (window_) std::tie(begin, end) = ids_within(block, window_->first, window_->second);
    if (begin == end || query_.peaks.weight.empty()) return;
    const bool moves_peaks = uses_losses(settings_.score);
    if (!is_limited_ || (window_ && moves_peaks && end - begin <= kFewToScore)) {
      for (std::size_t id = begin; id < end; ++id) score(block, id, scratch);
      return;
    }
    const auto sums = std::span(scratch.sums).subspan(begin, end - begin);
    if (window_ && !moves_peaks && end - begin <= kFewToMerge &&
        scratch.limits.set(query_.peaks.mz_udalton, half_widths_, tables_)) {
      scratch.limits.sum(block, begin, sums);
      score_best(block, begin, sums, scratch);
      std::fill(sums.begin(), sums.end(), std::uint16_t{0});
      return;
    }
    find_lists(block, scratch.lists);
    const auto [skipped, most_of_skipped] = order_lists(scratch.lists);
    const auto lists = std::span(scratch.lists);
    sum_limits(block, lists.subspan(skipped), scratch);
    if (skipped == 0 ||
        !score_unsummed(block, begin, sums, tables_.least_sum(best_.least() - most_of_skipped),
                        scratch)) {
      sum_limits(block, lists.first(skipped), scratch);
      score_best(block, begin, sums, scratch);
    }
    std::fill_n(scratch.sums.begin(), block.record.size(), std::uint16_t{0});
  }

  [[nodiscard]] std::vector<Candidate> candidates() const { return best_.candidates(); }

 private:
  [[nodiscard]] std::uint16_t least_sum() const { return tables_.least_sum(best_.least()); }

  static std::pair<std::size_t, std::size_t> ids_within(const Ms2Block& block, std::int64_t lowest,
                                                        std::int64_t highest) {
    const auto& precursors = block.precursor_udalton;
    if (highest < std::int64_t{precursors.front()} || lowest > std::int64_t{precursors.back()}) {
      return {0, 0};
    }
    const auto begin = std::lower_bound(precursors.begin(), precursors.end(), lowest);
    const auto end = std::upper_bound(begin, precursors.end(), highest);
    return {static_cast<std::size_t>(begin - precursors.begin()),
            static_cast<std::size_t>(end - precursors.begin())};
  }

  void find_lists(const Ms2Block& block, std::vector<PeakLists>& lists) const {
    const auto& mz = query_.peaks.mz_udalton;
    const auto& precursor = query_.peaks.precursor_udalton;
    lists.clear();
    for (const int turn : {0, 1}) {
      for (std::size_t i = 0; i < mz.size(); ++i) {
        if (uses_fragments(settings_.score)) {
          block.fragments.prefetch(mz[i] - half_widths_[i], turn);
        }
        if (uses_losses(settings_.score) && precursor) {
          block.losses.prefetch(*precursor - mz[i] - half_widths_[i], turn);
        }
      }
    }
    for (std::size_t i = 0; i < mz.size(); ++i) {
      PeakLists list{i, {}, {}};
      const std::int64_t half = half_widths_[i];
      if (uses_fragments(settings_.score)) {
        list.fragments = block.fragments.within(mz[i] - half, mz[i] + half);
      }
      if (uses_losses(settings_.score) && precursor) {
        const std::int64_t loss = *precursor - mz[i];
        list.losses = block.losses.within(loss - half, loss + half);
      }
      if (list.size() > 0) lists.push_back(list);
    }
  }

  // Puts in front the lists that need not be summed, and returns their number and what they can add
  // to a score.
  [[nodiscard]] std::pair<std::size_t, double> order_lists(std::vector<PeakLists>& lists) const {
    if (best_.least() <= 0.0 || best_.is_missing()) return {0, 0.0};
    const auto& weight = query_.peaks.weight;
    std::sort(lists.begin(), lists.end(), [&](const PeakLists& a, const PeakLists& b) {
      const double x = weight[a.peak] * static_cast<double>(b.size());
      const double y = weight[b.peak] * static_cast<double>(a.size());
      return x != y ? x < y : a.peak < b.peak;
    });
    double total = 0.0;
    double most = 0.0;
    for (std::size_t skipped = 0; skipped < lists.size(); ++skipped) {
      const double w = weight[lists[skipped].peak];
      total += contribution(settings_.score) == Contribution::entropy ? w : w * w;
      const double more = most_added(total, contribution(settings_.score));
      if (more > kSkippedShare * best_.least()) return {skipped, most};
      most = more;
    }
    return {lists.size(), most};
  }

  void sum_limits(const Ms2Block& block, std::span<const PeakLists> lists,
                  Ms2Scratch& scratch) const {
    std::uint16_t* const sums = scratch.sums.data();
    for (const PeakLists& list : lists) {
      add_postings(list.fragments, tables_.limit(list.peak), sums);
    }
    const auto& precursor = query_.peaks.precursor_udalton;
    if (!uses_losses(settings_.score) || !precursor) return;
    // Records of the query's own precursor are compared without moving peaks.
    std::pair<std::size_t, std::size_t> own{0, 0};
    if (uses_fragments(settings_.score)) {
      const std::int64_t half = half_width_udalton(*precursor, settings_.peak_tolerance);
      own = ids_within(block, *precursor - half, *precursor + half);
    }
    scratch.kept.assign(sums + own.first, sums + own.second);
    for (const PeakLists& list : lists) {
      add_postings(list.losses, tables_.limit(list.peak), sums);
    }
    std::copy(scratch.kept.begin(), scratch.kept.end(), sums + own.first);
  }

  // Scores all records with at least this sum, unless they are too many: then false, and nothing is
  // scored.
  [[nodiscard]] bool score_unsummed(const Ms2Block& block, std::size_t first_id,
                                    std::span<const std::uint16_t> sums, std::uint16_t least,
                                    Ms2Scratch& scratch) {
    const std::size_t count =
        find_sums(sums, least, std::numeric_limits<std::uint16_t>::max(), scratch.found.data());
    if (count > kMostUnsummed) return false;
    for (std::size_t i = 0; i < count; ++i) score(block, first_id + scratch.found[i], scratch);
    return true;
  }

  // Alters the sums of records that are not admitted.
  void score_best(const Ms2Block& block, std::size_t first_id, std::span<std::uint16_t> sums,
                  Ms2Scratch& scratch) {
    if (admits_few_ && best_.is_missing()) {
      for (std::size_t i = 0; i < sums.size(); ++i) {
        if (sums[i] > 0 && !is_admitted(block.record[first_id + i])) sums[i] = 0;
      }
    }
    // While too few are known, from the highest sums down.
    std::uint16_t most = std::numeric_limits<std::uint16_t>::max();
    std::uint16_t least = least_sum();
    if (best_.is_missing()) {
      for (std::uint32_t step = largest(sums); best_.is_missing() && step > least;) {
        step = std::max<std::uint32_t>(step - step / 8 - 1, least);
        score_sums(block, first_id, sums, static_cast<std::uint16_t>(step), most, scratch);
        most = static_cast<std::uint16_t>(step - 1);
      }
      least = least_sum();
    }
    if (most >= least) score_sums(block, first_id, sums, least, most, scratch);
  }

  [[nodiscard]] bool is_admitted(std::uint32_t record) const {
    return !settings_.admitted || settings_.admitted->contains(record);
  }

  void score(const Ms2Block& block, std::size_t id, Ms2Scratch& scratch) {
    if (!is_admitted(block.record[id])) return;
    index_.copy_placed(block, id, scratch.record);
    best_.add(block.record[id], compare(query_, scratch.record, settings_));
  }

  // Scores the records with sums in [least, most], the highest sums first, until the others cannot
  // be among the best.
  void score_sums(const Ms2Block& block, std::size_t first_id, std::span<const std::uint16_t> sums,
                  std::uint16_t least, std::uint16_t most, Ms2Scratch& scratch) {
    const auto found =
        std::span(scratch.found).first(find_sums(sums, least, most, scratch.found.data()));
    std::sort(found.begin(), found.end(), [&](std::uint32_t a, std::uint32_t b) {
      return sums[a] != sums[b] ? sums[a] > sums[b] : a < b;
    });
    for (std::size_t k = 0; k < std::min<std::size_t>(found.size(), 8); ++k) {
      index_.prefetch(block, first_id + found[k]);
    }
    for (const std::uint32_t i : found) {
      if (sums[i] < least_sum()) break;
      score(block, first_id + i, scratch);
    }
  }

  const Ms2Index& index_;
  const SearchSettings& settings_;
  PreparedSpectrum query_;
  std::optional<std::pair<std::int64_t, std::int64_t>> window_;
  bool admits_few_;  // then others are taken out of the sums rather than met one by one
  BestRecords best_;
  ContributionTables tables_;
  std::vector<std::int64_t> half_widths_;
  std::size_t home_block_ = 0;
  bool is_limited_ = true;
};

std::shared_ptr<Ms2Scratch> Ms2Index::take_scratch() const {
  const std::lock_guard lock(scratch_mutex_);
  if (idle_scratch_.empty()) return std::make_shared<Ms2Scratch>();
  std::shared_ptr<Ms2Scratch> taken = std::move(idle_scratch_.back());
  idle_scratch_.pop_back();
  return taken;
}

void Ms2Index::give_back(std::shared_ptr<Ms2Scratch> scratch) const {
  const std::lock_guard lock(scratch_mutex_);
  idle_scratch_.push_back(std::move(scratch));
}

std::vector<std::vector<Candidate>> Ms2Index::propose(std::span<const Query> queries,
                                                      const SearchSettings& settings,
                                                      std::size_t wanted) const {
  std::vector<Ms2Scan> scans;
  scans.reserve(queries.size());
  for (const Query& query : queries) scans.emplace_back(*this, query, settings, wanted);
  const std::shared_ptr<Ms2Scratch> lent = take_scratch();
  Ms2Scratch& scratch = *lent;
  for (std::size_t q = 0; q < scans.size(); ++q) {
    if (!blocks_.empty()) {
      if (q + 1 < scans.size()) scans[q + 1].prefetch(blocks_[scans[q + 1].home_block()]);
      scans[q].search_block(blocks_[scans[q].home_block()], scratch);
    }
    scans[q].search_odd_records();
  }
  // Blocks outside, so that what one query brought into the cache serves the next.
  for (const Ms2Block& block : blocks_) {
    for (Ms2Scan& scan : scans) {
      if (scan.home_block() != block.number) scan.search_block(block, scratch);
    }
  }
  for (std::size_t b = 0; passing_ && b < passing_->blocks(); ++b) {
    const auto precursor = [&](std::size_t i) {
      return to_udalton(library_.precursor_mz(passing_->records[i]));
    };
    const std::int64_t lowest = precursor(passing_->first_in_block[b]);
    const std::int64_t highest = precursor(passing_->first_in_block[b + 1] - 1);
    if (std::none_of(scans.begin(), scans.end(),
                     [&](const Ms2Scan& scan) { return scan.admits(lowest, highest); })) {
      continue;
    }
    const Ms2BlockArrays arrays = build_block(*passing_, b, nullptr);
    for (Ms2Scan& scan : scans) scan.search_block(arrays.view(b), scratch);
  }
  give_back(lent);  // not after an exception: its sums are then of no meaning
  std::vector<std::vector<Candidate>> proposals;
  proposals.reserve(scans.size());
  for (const Ms2Scan& scan : scans) proposals.push_back(scan.candidates());
  return proposals;
}

}  // namespace basepeak
