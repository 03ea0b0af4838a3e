#include "engine/search/search_by_origin.h"

#include <algorithm>
#include <memory>

#include "engine/search/record_criteria.h"

namespace basepeak {
namespace {

bool is_measured(const Library& library, const Match& hit) {
  return library.origin(hit.record) != Origin::predicted;
}

bool holds_predicted(const Library& library) {
  for (std::uint32_t i = 0; i < library.size(); ++i)
    if (library.origin(i) == Origin::predicted) return true;
  return false;
}

}  // namespace

std::vector<Matches> search_by_origin(std::span<const Query> queries, const Library& library,
                                      const Backend& backend, const SearchSettings& settings,
                                      std::size_t threads) {
  if (settings.admitted != nullptr || !holds_predicted(library)) {
    std::vector<Matches> found = search(queries, library, backend, settings, threads);
    for (Matches& matches : found) part_by_origin(library, matches.hits);
    return found;
  }
  const auto only = [&](std::string stated, std::vector<RecordOrigin> origins) {
    SearchSettings made = settings;
    made.admitted = std::make_shared<const AdmittedRecords>(
        library, RecordFilter{origin_is(std::move(stated), std::move(origins))});
    return made;
  };
  std::vector<Matches> found =
      search(queries, library, backend,
             only("measured spectra", {RecordOrigin::measured, RecordOrigin::consensus}), threads);
  const std::vector<Matches> predicted = search(
      queries, library, backend, only("predicted spectra", {RecordOrigin::predicted}), threads);
  for (std::size_t q = 0; q < found.size(); ++q)
    found[q].hits.insert(found[q].hits.end(), predicted[q].hits.begin(), predicted[q].hits.end());
  return found;
}

void part_by_origin(const Library& library, std::vector<Match>& hits) {
  std::stable_partition(hits.begin(), hits.end(),
                        [&](const Match& hit) { return is_measured(library, hit); });
}

void keep_first_of_each(const Library& library, std::size_t most, std::vector<Match>& hits) {
  std::size_t measured = 0;
  std::size_t predicted = 0;
  std::erase_if(hits, [&](const Match& hit) {
    return (is_measured(library, hit) ? ++measured : ++predicted) > most;
  });
}

}  // namespace basepeak
