#include "benchmarks/brute_force.h"

#include <algorithm>
#include <tuple>

#include "engine/error.h"
#include "engine/search/clean.h"

namespace basepeak::benchmarks {

const std::vector<PreparedSpectrum>& BruteForce::prepared(const SearchSettings& settings) {
  const std::string key = preparation_key(settings);
  if (key == key_) return records_;
  key_ = key;
  records_.assign(library_.size(), {});
  for (std::uint32_t i = 0; i < library_.size(); ++i) {
    if (is_comparable(library_, i, settings.score)) {
      records_[i] = prepare_record(library_, i, settings);
    }
  }
  return records_;
}

std::vector<Match> BruteForce::search(const Query& query, const SearchSettings& settings) {
  const SearchSettings own = settings_for(query, settings);
  const PreparedSpectrum prepared_query = prepare_query(query, own);
  const auto window = precursor_window(query, own);
  const std::vector<PreparedSpectrum>& records = prepared(own);
  std::vector<Match> matches;
  for (std::uint32_t i = 0; i < library_.size(); ++i) {
    if (!is_comparable(library_, i, own.score)) continue;
    const std::int64_t precursor = to_udalton(library_.precursor_mz(i));
    if (window && (precursor < window->first || precursor > window->second)) continue;
    const ScoreValue value = compare(prepared_query, records[i], own);
    if (value.score > 0.0 && value.score >= own.threshold) {
      matches.push_back({i, value.score, value.reverse_score, value.matched_peaks, {}});
    }
  }
  const std::size_t kept = std::min(own.top, matches.size());
  std::partial_sort(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(kept),
                    matches.end(), [](const Match& a, const Match& b) {
                      return std::tuple(-a.score, a.record) < std::tuple(-b.score, b.record);
                    });
  matches.resize(kept);
  return matches;
}

void require_same(const std::vector<Query>& queries, const std::vector<Matches>& answers,
                  BruteForce& definition, const SearchSettings& settings) {
  for (std::size_t q = 0; q < queries.size(); ++q) {
    const std::vector<Match> expected = definition.search(queries[q], settings);
    const std::vector<Match>& found = answers[q].hits;
    const auto wrong = [&](const std::string& how) {
      throw Error(ErrorKind::library, std::string(name(settings.score)) + ", query '" +
                                          queries[q].name +
                                          "': the answer is not that of score.h: " + how);
    };
    if (found.size() != expected.size()) {
      wrong(std::to_string(found.size()) + " hits for " + std::to_string(expected.size()));
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (found[i].record != expected[i].record || found[i].score != expected[i].score) {
        wrong("hit " + std::to_string(i + 1) + " is record " + std::to_string(found[i].record) +
              " for " + std::to_string(expected[i].record));
      }
    }
  }
}

}  // namespace basepeak::benchmarks
