#include "engine/search/linear_scan.h"

#include "engine/search/clean.h"
#include "engine/search/prepared.h"
#include "engine/search/record_filter.h"
#include "engine/search/wanted_best.h"

namespace basepeak {

namespace {

struct Scored {
  std::uint32_t record;
  double score;
};

// Keeps what may still be among the best, in room for a few times as many.
void add(std::vector<Scored>& found, Scored next, std::size_t wanted) {
  constexpr std::size_t kRoom = 1024;
  found.push_back(next);
  if (wanted > 0 && found.size() >= 4 * wanted + kRoom && found.size() == found.capacity()) {
    keep_best(found, wanted);
  }
}

}  // namespace

std::vector<std::vector<Candidate>> linear_scan(std::span<const Query> queries,
                                                const Library& library,
                                                const SearchSettings& settings, std::size_t wanted,
                                                const PreparedRecords* kept) {
  std::vector<PreparedSpectrum> prepared;
  std::vector<std::optional<std::pair<std::int64_t, std::int64_t>>> windows;
  for (const Query& query : queries) {
    prepared.push_back(prepare_query(query, settings));
    windows.push_back(precursor_window(query, settings));
  }
  std::vector<std::vector<Scored>> found(queries.size());
  PreparedSpectrum own;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (settings.admitted && !settings.admitted->contains(i)) continue;
    if (!is_comparable(library, i, settings.score)) continue;
    const std::int64_t precursor = to_udalton(library.precursor_mz(i));
    const PreparedSpectrum* record = nullptr;
    for (std::size_t q = 0; q < queries.size(); ++q) {
      const auto& window = windows[q];
      if (window && (precursor < window->first || precursor > window->second)) continue;
      if (record == nullptr) {
        record = kept == nullptr ? nullptr : kept->find(i);
        if (record == nullptr) {
          if (kept == nullptr || !kept->copy(i, own)) own = prepare_record(library, i, settings);
          record = &own;
        }
      }
      const double score = ranked_value(compare(prepared[q], *record, settings), settings);
      if (score > 0.0 && score >= settings.threshold) add(found[q], {i, score}, wanted);
    }
  }
  std::vector<std::vector<Candidate>> proposals(queries.size());
  for (std::size_t q = 0; q < queries.size(); ++q) {
    keep_best(found[q], wanted);
    for (const Scored& scored : found[q]) {
      proposals[q].push_back({scored.record, static_cast<float>(scored.score)});
    }
  }
  return proposals;
}

}  // namespace basepeak
