// How often a search puts the query's own compound first. Queries are records of the library they
// are searched in, themselves left out.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <unordered_map>
#include <unordered_set>

#include "benchmarks/accuracy/retrieval_report.h"
#include "benchmarks/arguments.h"
#include "benchmarks/brute_force.h"
#include "benchmarks/environment.h"
#include "benchmarks/query_set.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/search/clean.h"
#include "engine/search/search.h"
#include "gpu/backend.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;

// The collection's contributor: what follows the last comma of "MassBank-data 2025.05.1, Eawag".
std::string laboratory_of(const LibraryRecord& record) {
  const std::size_t comma = record.source.rfind(", ");
  return comma == std::string::npos ? record.source : record.source.substr(comma + 2);
}

// The records that take part, by compound and laboratory; the others are passed over as if the
// library did not have them.
struct Collection {
  Collection(const Library& library, const RetrievalChoices& choices)
      : takes_part(library.size()), laboratory(library.size()) {
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < library.size(); ++i) {
      const LibraryRecord record = library.record(i);
      takes_part[i] = record.source.starts_with(choices.source) &&
                      (!choices.records_have_precursor || library.precursor_mz(i) > 0.0);
      if (!takes_part[i]) continue;
      ++size;
      const auto entry =
          numbers.try_emplace(laboratory_of(record), static_cast<std::uint32_t>(numbers.size()));
      laboratory[i] = entry.first->second;
      const std::string_view compound = compound_of(library, i);
      if (!compound.empty()) records[std::string(compound)].push_back(i);
    }
  }
  std::vector<bool> takes_part;
  std::size_t size = 0;
  std::vector<std::uint32_t> laboratory;
  std::unordered_map<std::string, std::vector<std::uint32_t>> records;  // by compound
};

bool has_same_peaks(const Library& library, std::uint32_t a, std::uint32_t b) {
  const StoredPeaks x = library.stored_peaks(a);
  const StoredPeaks y = library.stored_peaks(b);
  return std::ranges::equal(x.mz_udalton, y.mz_udalton) &&
         std::ranges::equal(x.intensity, y.intensity);
}

// Peaks that the record has as a query, after the cleaning that MS/MS searches do.
std::size_t searched_peaks(const Library& library, std::uint32_t record) {
  if (library.ionisation(record) == Ionisation::ei) return library.stored_peaks(record).size();
  const double precursor = library.precursor_mz(record);
  return clean(library.peaks(record), precursor > 0.0 ? std::optional(precursor) : std::nullopt,
               SearchSettings{}.peak_tolerance, false)
      .mz_udalton.size();
}

// Who is asked: "with-another" (the compound has another record), "cross-laboratory" (another
// laboratory has it) or "any" (a compound without another record counts as never found).
std::vector<std::uint32_t> eligible(const Library& library, const Collection& collection,
                                    const std::string& population,
                                    const RetrievalChoices& choices) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    const auto compound = collection.records.find(std::string(compound_of(library, i)));
    if (!collection.takes_part[i] || compound == collection.records.end()) continue;
    if (choices.has_precursor && !(library.precursor_mz(i) > 0.0)) continue;
    if (searched_peaks(library, i) < choices.fewest_peaks) continue;
    const auto& same = compound->second;
    const bool fits =
        population == "any" || std::ranges::any_of(same, [&](std::uint32_t other) {
          return other != i && (population == "with-another" ||
                                collection.laboratory[other] != collection.laboratory[i]);
        });
    if (fits) found.push_back(i);
  }
  return found;
}

std::vector<std::uint32_t> drawn(const Library& library, std::vector<std::uint32_t> from,
                                 std::size_t count, const RetrievalChoices& choices) {
  shuffle(from, choices.seed);
  if (choices.sampling == "over compounds") {
    std::unordered_set<std::string_view> seen;
    std::erase_if(from,
                  [&](std::uint32_t i) { return !seen.insert(compound_of(library, i)).second; });
  }
  if (from.size() > count) from.resize(count);
  return from;
}

// Looks deep enough that leaving out the query, its duplicates and its laboratory still leaves the
// first hits of others.
class Ranking {
 public:
  Ranking(const Library& library, const Collection& collection, const Backend& backend,
          const RetrievalChoices& choices)
      : library_(library), collection_(collection), backend_(backend), choices_(choices) {}

  [[nodiscard]] std::vector<Ranks> ranks(const std::vector<std::uint32_t>& queries,
                                         SearchSettings settings) const {
    std::vector<Ranks> result(queries.size());
    std::vector<std::size_t> open(queries.size());
    for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;
    for (settings.top = 100; !open.empty(); settings.top *= 10) {
      std::vector<Query> batch;
      for (const std::size_t i : open) batch.push_back(query_of(library_, queries[i]));
      const auto answers = search(batch, library_, backend_, settings, 1);
      std::vector<std::size_t> still_open;
      for (std::size_t b = 0; b < open.size(); ++b) {
        const std::size_t i = open[b];
        const bool is_all = answers[b].hits.size() < settings.top || settings.top > library_.size();
        if (!rank(queries[i], answers[b].hits, is_all, result[i])) still_open.push_back(i);
      }
      open = std::move(still_open);
    }
    return result;
  }

 private:
  // False when the hits do not reach far enough to say.
  [[nodiscard]] bool rank(std::uint32_t query, const std::vector<Match>& hits, bool is_all,
                          Ranks& ranks) const {
    ranks = {query, 0, std::nullopt};
    const std::string_view compound = compound_of(library_, query);
    const auto& same = collection_.records.at(std::string(compound));
    const bool has_other = std::ranges::any_of(same, [&](std::uint32_t other) {
      return collection_.laboratory[other] != collection_.laboratory[query] &&
             !is_left_out(query, other);
    });
    if (has_other) ranks.other_laboratory = 0;
    std::size_t place = 0;
    std::size_t place_elsewhere = 0;
    for (const Match& hit : hits) {
      if (is_left_out(query, hit.record)) continue;
      const bool is_right = compound_of(library_, hit.record) == compound;
      ++place;
      if (is_right && ranks.any_laboratory == 0) ranks.any_laboratory = place;
      if (collection_.laboratory[hit.record] == collection_.laboratory[query]) continue;
      ++place_elsewhere;
      if (is_right && has_other && *ranks.other_laboratory == 0) {
        ranks.other_laboratory = place_elsewhere;
      }
    }
    return is_all || (place >= 10 && (!has_other || place_elsewhere >= 1));
  }

  [[nodiscard]] bool is_left_out(std::uint32_t query, std::uint32_t record) const {
    return record == query || !collection_.takes_part[record] ||
           (choices_.excludes_duplicates && has_same_peaks(library_, query, record));
  }

  const Library& library_;
  const Collection& collection_;
  const Backend& backend_;
  const RetrievalChoices& choices_;
};

std::string settings_text(const SearchSettings& settings) {
  if (is_ei(settings.score)) return "unit masses as MS Search rounds them";
  std::string text = "tolerance " + settings.peak_tolerance.text() +
                     "; peaks cleaned as engine/search/clean.h says (1 % of base, merged within "
                     "0.05 Da, above precursor - 1.6 Da dropped)";
  text += settings.precursor_tolerance
              ? "; precursor within " + settings.precursor_tolerance->text() +
                    ", a query without one searched open"
              : "; open";
  if (settings.linear_intensity) text += "; intensity not square-rooted";
  return text;
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--set", "--queries", "--seed", "--searches",
                             "--population", "--fewest-peaks", "--source", "--check", "--json"},
                            {"--over-compounds", "--has-precursor", "--records-have-precursor",
                             "--exclude-duplicates", "--gpu"});
  static_cast<void>(environment());  // refuses before the work, not after it
  const std::string set_name = arguments.text("--set", "ms2");
  const Library library =
      Library::open(reference_library(reference_data(arguments.text("--data", "")),
                                      set_name == "ei" ? ReferenceSet::ei : ReferenceSet::ms2,
                                      library_cache(arguments.text("--cache", ""))));
  const auto backend =
      arguments.has("--gpu") ? make_gpu_backend(library, 0) : make_cpu_backend(library);
  const std::string population = arguments.text("--population", "with-another");
  RetrievalChoices choices;
  choices.seed = arguments.number("--seed", 1);
  choices.population = population == "any" ? "every record with an InChIKey; a compound with no "
                                             "other record counts as not found"
                       : population == "cross-laboratory"
                           ? "records whose compound has a record of another contributor"
                           : "records whose compound has another record";
  choices.sampling = arguments.has("--over-compounds") ? "over compounds" : "over records";
  choices.excludes_duplicates = arguments.has("--exclude-duplicates");
  choices.has_precursor = arguments.has("--has-precursor");
  choices.records_have_precursor = arguments.has("--records-have-precursor");
  choices.fewest_peaks = arguments.number("--fewest-peaks", 0);
  choices.source = arguments.text("--source", "");
  const Collection collection(library, choices);
  choices.taking_part = collection.size;
  const auto pool = eligible(library, collection, population, choices);
  choices.eligible = pool.size();
  const auto queries = drawn(library, pool, arguments.number("--queries", 1000), choices);

  const Ranking ranking(library, collection, *backend, choices);
  BruteForce definition(library);
  std::vector<RetrievalRow> rows;
  for (const NamedSearch& measured :
       measured_searches(arguments.texts("--searches"), set_name == "ei")) {
    std::vector<Query> checked;
    for (std::size_t i = 0;
         i < std::min<std::size_t>(queries.size(), arguments.number("--check", 3)); ++i) {
      checked.push_back(query_of(library, queries[i]));
    }
    require_same(checked, search(checked, library, *backend, measured.settings, 1), definition,
                 measured.settings);
    const double before = cpu_seconds();
    rows.push_back({measured.name, settings_text(measured.settings),
                    ranking.ranks(queries, measured.settings), 0.0});
    rows.back().cpu_s = cpu_seconds() - before;
    std::fputs(table_of({rows.back()}).c_str(), stdout);
    std::fflush(stdout);
  }
  std::printf(
      "\n%s\n%zu of %zu records take part, %zu eligible (%s%s), %zu queries drawn %s, seed %llu\n",
      table_of(rows).c_str(), choices.taking_part, library.size(), choices.eligible,
      choices.population.c_str(), choices.has_precursor ? ", with a precursor" : "", queries.size(),
      choices.sampling.c_str(), static_cast<unsigned long long>(choices.seed));
  if (const std::string path = arguments.text("--json", ""); !path.empty()) {
    std::ofstream(path) << json_of(rows, choices, library.name(), library.checksum(),
                                   library.size());
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("retrieval", [&] { return run(count, words); });
}
