#include "engine/search/ranked_hits.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "engine/search/prepared.h"

namespace basepeak {

namespace {

// Whether the record is the query itself: its name (or id) and its peaks, on any intensity scale.
bool is_self(const Query& query, const Library& library, std::uint32_t record) {
  if (query.name.empty() ||
      (query.name != library.compound_name(record) && query.name != library.id(record))) {
    return false;
  }
  const Peaks& own = query.raw_peaks.empty() ? query.peaks : query.raw_peaks;
  const StoredPeaks other = library.stored_peaks(record);
  if (own.size() != other.size()) return false;
  const double own_base = own.base_intensity();
  const double base =
      other.size() == 0 ? 0.0F : *std::max_element(other.intensity.begin(), other.intensity.end());
  const double scale = own_base / base;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (to_udalton(own.mz()[i]) != std::int64_t{other.mz_udalton[i]}) return false;
    const double expected = scale * double{other.intensity[i]};
    if (std::abs(double{own.intensity()[i]} - expected) > 1e-5 * own_base) return false;
  }
  return true;
}

double ranked_value(const Match& match, const SearchSettings& settings) {
  return basepeak::ranked_value(ScoreValue{match.score, match.reverse_score, 0}, settings);
}

Match as_match(const ScoreValue& value, std::uint32_t record) {
  return {record, value.score, value.reverse_score, value.matched_peaks, std::nullopt};
}

bool tells_precursor_difference(Score score) {
  return score == Score::ms2_hybrid_entropy || score == Score::ms2_modified_cosine ||
         score == Score::ms2_modified_cosine_greedy || (is_neutral_loss(score) && !is_ei(score));
}

Match match_prepared(const PreparedSpectrum& query, const PreparedSpectrum& prepared,
                     std::uint32_t record, const SearchSettings& settings) {
  Match match = as_match(compare(query, prepared, settings), record);
  if (uses_molecular_mass(settings.score)) {
    const auto difference = mass_difference(query, prepared);
    if (difference) match.mass_difference = double(*difference);
  } else if (tells_precursor_difference(settings.score)) {
    const auto& own = query.peaks.precursor_udalton;
    const auto& other = prepared.peaks.precursor_udalton;
    if (own && other) match.mass_difference = double(*own - *other) * 1e-6;
  }
  return match;
}

// Scores the candidates of one query that their backend has not, and prepares for it what it needs.
class Rescoring {
 public:
  Rescoring(const Query& query, const Library& library, const PreparedRecords* kept,
            const SearchSettings& settings)
      : query_(query), library_(library), kept_(kept), settings_(settings) {}

  [[nodiscard]] Match match(const Candidate& candidate) {
    if (candidate.exact && !uses_molecular_mass(settings_.score) &&
        !tells_precursor_difference(settings_.score)) {
      return as_match(*candidate.exact, candidate.record);
    }
    if (!prepared_) prepared_ = prepare_query(query_, settings_);
    const PreparedSpectrum* record = kept_ == nullptr ? nullptr : kept_->find(candidate.record);
    if (record == nullptr) {
      if (kept_ == nullptr || !kept_->copy(candidate.record, own_)) {
        own_ = prepare_record(library_, candidate.record, settings_);
      }
      record = &own_;
    }
    return match_prepared(*prepared_, *record, candidate.record, settings_);
  }

 private:
  const Query& query_;
  const Library& library_;
  const PreparedRecords* kept_;
  const SearchSettings& settings_;
  std::optional<PreparedSpectrum> prepared_;
  PreparedSpectrum own_;
};

std::vector<Match> rank(const Query& query, std::span<const Candidate> candidates,
                        const Library& library, const PreparedRecords* kept,
                        const SearchSettings& settings) {
  Rescoring rescoring(query, library, kept, settings);
  std::vector<Match> hits;
  hits.reserve(candidates.size());
  for (const Candidate& candidate : candidates) {
    const Match match = rescoring.match(candidate);
    const double value = ranked_value(match, settings);
    if (value <= 0.0 || value < settings.threshold) continue;
    if (settings.exclude_self && is_self(query, library, candidate.record)) continue;
    hits.push_back(match);
  }
  std::sort(hits.begin(), hits.end(), [&](const Match& a, const Match& b) {
    return std::tuple(-ranked_value(a, settings), -a.score, a.record) <
           std::tuple(-ranked_value(b, settings), -b.score, b.record);
  });
  return hits;
}

}  // namespace

Match match_record(const Query& query, const Library& library, std::uint32_t record,
                   const SearchSettings& settings) {
  const SearchSettings own = settings_for(query, settings);
  return match_prepared(prepare_query(query, own), prepare_record(library, record, own), record,
                        own);
}

std::vector<std::vector<Match>> ranked_hits(std::span<const Query> queries, const Library& library,
                                            const Backend& backend,
                                            const SearchSettings& settings) {
  std::vector<std::vector<Match>> results(queries.size());
  if (settings.top == 0) return results;
  // One more than needed, for the query itself.
  const std::size_t wanted = settings.top + (settings.exclude_self ? 1 : 0);
  const auto proposals = backend.propose(queries, settings, wanted);
  const auto prepared_records = backend.prepared_records(settings);
  for (std::size_t q = 0; q < queries.size(); ++q) {
    const SearchSettings own = settings_for(queries[q], settings);
    std::vector<Candidate> proposed = proposals[q];
    std::shared_ptr<const PreparedRecords> kept = prepared_records;
    const auto propose_again = [&](std::size_t asked) {
      proposed = backend.propose(queries.subspan(q, 1), own, asked).front();
    };
    if (own.keep_precursor_peaks != settings.keep_precursor_peaks) {
      propose_again(wanted);
      kept = backend.prepared_records(own);
    }
    results[q] = rank(queries[q], proposed, library, kept.get(), own);
    // Several copies of the query may have taken the places of others.
    std::size_t asked = wanted;
    while (settings.exclude_self && results[q].size() < settings.top && proposed.size() >= asked &&
           asked < library.size()) {
      asked *= 4;
      propose_again(asked);
      results[q] = rank(queries[q], proposed, library, kept.get(), own);
    }
    if (results[q].size() > settings.top) results[q].resize(settings.top);
  }
  return results;
}

}  // namespace basepeak
