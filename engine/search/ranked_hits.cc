#include "engine/search/ranked_hits.h"

#include <algorithm>
#include <cmath>
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

Match match_prepared(const PreparedSpectrum& query, const PreparedSpectrum& prepared,
                     std::uint32_t record, const SearchSettings& settings) {
  const ScoreValue value = compare(query, prepared, settings);
  Match match{record, value.score, value.reverse_score, value.matched_peaks, std::nullopt};
  if (uses_molecular_mass(settings.score)) {
    const auto difference = mass_difference(query, prepared);
    if (difference) match.mass_difference = double(*difference);
  } else if (settings.score == Score::ms2_hybrid_entropy ||
             settings.score == Score::ms2_modified_cosine ||
             settings.score == Score::ms2_modified_cosine_greedy ||
             is_neutral_loss(settings.score)) {
    const auto& own = query.peaks.precursor_udalton;
    const auto& other = prepared.peaks.precursor_udalton;
    if (own && other) match.mass_difference = double(*own - *other) * 1e-6;
  }
  return match;
}

std::vector<Match> rank(const Query& query, std::span<const Candidate> candidates,
                        const Library& library, const PreparedRecords* kept,
                        const SearchSettings& settings) {
  const PreparedSpectrum prepared = prepare_query(query, settings);
  PreparedSpectrum own;
  std::vector<Match> hits;
  for (const Candidate& candidate : candidates) {
    const PreparedSpectrum* record = kept == nullptr ? nullptr : kept->find(candidate.record);
    if (record == nullptr) {
      if (kept == nullptr || !kept->copy(candidate.record, own)) {
        own = prepare_record(library, candidate.record, settings);
      }
      record = &own;
    }
    const Match match = match_prepared(prepared, *record, candidate.record, settings);
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
