#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>

#include "engine/search/kernels.h"
#include "engine/search/ms2_index.h"

namespace basepeak {

namespace {

// A peak pairs with at most two of the other spectrum: cleaning merges what lies closer than twice
// the tolerance, and a ppm width differs little between neighbours. Not so for absurd ppm.
constexpr std::size_t kPairsOfAPeak = 2;
bool may_pair_with_more(std::int64_t mz_udalton, const Tolerance& tolerance) {
  return half_width_udalton(mz_udalton, tolerance) - half_width_udalton(0, tolerance) >
         mz_udalton / 10;
}

// Below this many records of a block they are scored one by one.
constexpr std::size_t kFewRecords = 64;

bool uses_fragments(Score score) { return score != Score::ms2_neutral_loss_entropy; }
bool uses_losses(Score score) {
  return score == Score::ms2_neutral_loss_entropy || score == Score::ms2_hybrid_entropy ||
         score == Score::ms2_modified_cosine;
}
Contribution contribution(Score score) {
  return score == Score::ms2_cosine || score == Score::ms2_modified_cosine ? Contribution::product
                                                                           : Contribution::entropy;
}

// The records found so far for one query, and the score below which nothing more is wanted.
class BestRecords {
 public:
  BestRecords(std::size_t wanted, double threshold) : wanted_(wanted), least_(threshold) {}

  void add(std::uint32_t record, double score) {
    if (score <= 0.0 || score < least_) return;
    found_.push_back({record, score});
    if (wanted_ == 0) return;
    best_.push_back(score);
    std::push_heap(best_.begin(), best_.end(), std::greater<>());
    if (best_.size() > wanted_) {
      std::pop_heap(best_.begin(), best_.end(), std::greater<>());
      best_.pop_back();
    }
    if (best_.size() == wanted_) least_ = std::max(least_, best_.front());
  }
  [[nodiscard]] double least() const { return least_; }
  [[nodiscard]] bool is_full() const { return wanted_ > 0 && best_.size() == wanted_; }
  [[nodiscard]] std::size_t missing() const {
    return wanted_ == 0 ? std::numeric_limits<std::size_t>::max() : wanted_ - best_.size();
  }

  [[nodiscard]] std::vector<Candidate> candidates() const {
    std::vector<Candidate> result;
    for (const auto& [record, score] : found_) {
      if (score >= least_) result.push_back({record, static_cast<float>(score)});
    }
    return result;
  }

 private:
  struct Found {
    std::uint32_t record;
    double score;
  };
  std::size_t wanted_;
  double least_;
  std::vector<Found> found_;
  std::vector<double> best_;  // a heap of the wanted best, the least in front
};

}  // namespace

// One query on its way through the blocks.
class Ms2Scan {
 public:
  // What queries of one thread share.
  struct Scratch {
    std::vector<std::uint16_t> sums = std::vector<std::uint16_t>(std::size_t{1} << 16);
    std::vector<std::uint32_t> found = std::vector<std::uint32_t>(std::size_t{1} << 16);
    std::vector<std::uint16_t> kept;
    PreparedSpectrum record;
  };

  Ms2Scan(const Ms2Index& index, const Query& query, const SearchSettings& settings,
          std::size_t wanted)
      : index_(index),
        settings_(settings),
        query_(prepare_query(query, settings)),
        window_(precursor_window(query, settings)),
        best_(wanted, settings.threshold),
        tables_(query_.peaks.weight, contribution(settings.score), index.largest_total_,
                kPairsOfAPeak * (uses_fragments(settings.score) + uses_losses(settings.score))) {
    is_limited_ = tables_.is_usable();
    for (const std::int64_t mz : query_.peaks.mz_udalton) {
      half_widths_.push_back(half_width_udalton(mz, settings.peak_tolerance));
      if (may_pair_with_more(mz, settings.peak_tolerance)) is_limited_ = false;
    }
  }

  // The block where records of the query's precursor are, which often holds the best.
  [[nodiscard]] std::size_t home_block() const {
    const std::int64_t precursor = query_.peaks.precursor_udalton.value_or(0);
    std::size_t block = 0;
    while (block + 1 < index_.blocks_.size() &&
           index_.blocks_[block + 1].precursor_udalton.front() <= precursor) {
      ++block;
    }
    return block;
  }

  void search_odd_records() {
    for (const std::uint32_t record : index_.odd_) {
      const std::int64_t precursor = to_udalton(index_.library_.precursor_mz(record));
      if (window_ && (precursor < window_->first || precursor > window_->second)) continue;
      best_.add(
          record,
          compare(query_, prepare_record(index_.library_, record, settings_), settings_).score);
    }
  }

  void search_block(std::size_t b, Scratch& scratch) {
    const Block& block = index_.blocks_[b];
    std::size_t begin = 0;
    std::size_t end = block.record.size();
    if (window_) std::tie(begin, end) = ids_within(block, window_->first, window_->second);
    if (begin == end || query_.peaks.weight.empty()) return;
    if (!is_limited_ || end - begin <= kFewRecords) {
      for (std::size_t id = begin; id < end; ++id) score(block, id, scratch);
      return;
    }
    sum_limits(block, scratch);
    const auto sums = std::span(scratch.sums).subspan(begin, end - begin);
    // While too few are known, from the highest sums down.
    std::uint16_t most = std::numeric_limits<std::uint16_t>::max();
    std::uint16_t least = least_sum();
    if (!best_.is_full() && best_.missing() < end - begin) {
      for (std::uint32_t step = largest(sums); !best_.is_full() && step > least;) {
        step = std::max<std::uint32_t>(step - step / 8 - 1, least);
        score_sums(block, begin, sums, static_cast<std::uint16_t>(step), most, scratch);
        most = static_cast<std::uint16_t>(step - 1);
      }
      least = least_sum();
    }
    if (most >= least) score_sums(block, begin, sums, least, most, scratch);
    std::fill_n(scratch.sums.begin(), block.record.size(), std::uint16_t{0});
  }

  [[nodiscard]] std::vector<Candidate> candidates() const { return best_.candidates(); }

 private:
  using Block = Ms2Index::Block;

  [[nodiscard]] std::uint16_t least_sum() const { return tables_.least_sum(best_.least()); }

  static std::pair<std::size_t, std::size_t> ids_within(const Block& block, std::int64_t lowest,
                                                        std::int64_t highest) {
    const auto& precursors = block.precursor_udalton;
    const auto begin = std::lower_bound(precursors.begin(), precursors.end(), lowest);
    const auto end = std::upper_bound(begin, precursors.end(), highest);
    return {static_cast<std::size_t>(begin - precursors.begin()),
            static_cast<std::size_t>(end - precursors.begin())};
  }

  void sum_limits(const Block& block, Scratch& scratch) const {
    std::uint16_t* const sums = scratch.sums.data();
    const auto& mz = query_.peaks.mz_udalton;
    if (uses_fragments(settings_.score)) {
      for (std::size_t i = 0; i < mz.size(); ++i) {
        add_postings(block.fragments.within(mz[i] - half_widths_[i], mz[i] + half_widths_[i]),
                     tables_.limit(i), sums);
      }
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
    for (std::size_t i = 0; i < mz.size(); ++i) {
      const std::int64_t loss = *precursor - mz[i];
      add_postings(block.losses.within(loss - half_widths_[i], loss + half_widths_[i]),
                   tables_.limit(i), sums);
    }
    std::copy(scratch.kept.begin(), scratch.kept.end(), sums + own.first);
  }

  void score(const Block& block, std::size_t id, Scratch& scratch) {
    block.copy(id, scratch.record);
    best_.add(block.record[id], compare(query_, scratch.record, settings_).score);
  }

  // Scores the records with sums in [least, most], the highest sums first, until the others cannot
  // be among the best.
  void score_sums(const Block& block, std::size_t first_id, std::span<const std::uint16_t> sums,
                  std::uint16_t least, std::uint16_t most, Scratch& scratch) {
    const auto found =
        std::span(scratch.found).first(find_sums(sums, least, most, scratch.found.data()));
    std::sort(found.begin(), found.end(), [&](std::uint32_t a, std::uint32_t b) {
      return sums[a] != sums[b] ? sums[a] > sums[b] : a < b;
    });
    for (const std::uint32_t i : found) {
      if (sums[i] < least_sum()) break;
      score(block, first_id + i, scratch);
    }
  }

  const Ms2Index& index_;
  const SearchSettings& settings_;
  PreparedSpectrum query_;
  std::optional<std::pair<std::int64_t, std::int64_t>> window_;
  BestRecords best_;
  ContributionTables tables_;
  std::vector<std::int64_t> half_widths_;
  bool is_limited_ = true;
};

std::vector<std::vector<Candidate>> Ms2Index::propose(std::span<const Query> queries,
                                                      const SearchSettings& settings,
                                                      std::size_t wanted) const {
  std::vector<Ms2Scan> scans;
  scans.reserve(queries.size());
  for (const Query& query : queries) scans.emplace_back(*this, query, settings, wanted);
  Ms2Scan::Scratch scratch;
  for (Ms2Scan& scan : scans) {
    if (!blocks_.empty()) scan.search_block(scan.home_block(), scratch);
    scan.search_odd_records();
  }
  // Blocks outside, so that what one query brought into the cache serves the next.
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    for (Ms2Scan& scan : scans) {
      if (scan.home_block() != b) scan.search_block(b, scratch);
    }
  }
  std::vector<std::vector<Candidate>> proposals;
  proposals.reserve(scans.size());
  for (const Ms2Scan& scan : scans) proposals.push_back(scan.candidates());
  return proposals;
}

}  // namespace basepeak
