// Searches a library that is larger than memory from its file, and compares some answers with a
// scan of all records by the score's definition:
//   large_search --library large.bplib --searches ms2-entropy --timed 512 --check 20
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <tuple>
#include <vector>

#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/query_set.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/search/clean.h"
#include "engine/search/prepared.h"
#include "engine/search/search.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// A line of /proc/self/status in MiB: RssAnon is memory that only this process can give back,
// RssFile what it has mapped of files, which the system takes away when it needs the room.
double mebibytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) return std::stod(line.substr(field.size() + 1)) / 1024.0;
  }
  return 0.0;
}

struct Hit {
  double score;
  std::uint32_t record;
};

bool is_better(const Hit& a, const Hit& b) {
  return std::tuple(-a.score, a.record) < std::tuple(-b.score, b.record);
}

void keep(std::vector<Hit>& best, std::size_t top) {
  std::sort(best.begin(), best.end(), is_better);
  if (best.size() > top) best.resize(top);
}

// The best of every query by definition, in one pass over the library.
std::vector<std::vector<Hit>> scanned(const Library& library, const std::vector<Query>& queries,
                                      const SearchSettings& settings, std::size_t threads) {
  std::vector<PreparedSpectrum> prepared;
  for (const Query& query : queries) prepared.push_back(prepare_query(query, settings));
  constexpr std::size_t kPart = 100'000;
  const std::size_t parts = (library.size() + kPart - 1) / kPart;
  std::vector<std::vector<std::vector<Hit>>> found(parts);
  parallel_for(parts, threads, [&](std::size_t part) {
    std::vector<std::vector<Hit>> best(queries.size());
    for (std::size_t i = part * kPart; i < std::min(library.size(), (part + 1) * kPart); ++i) {
      const auto record = static_cast<std::uint32_t>(i);
      if (!is_comparable(library, record, settings.score)) continue;
      const PreparedSpectrum spectrum = prepare_record(library, record, settings);
      const std::int64_t precursor = to_udalton(library.precursor_mz(record));
      for (std::size_t q = 0; q < queries.size(); ++q) {
        const auto window = precursor_window(queries[q], settings);
        if (window && (precursor < window->first || precursor > window->second)) continue;
        const double score = compare(prepared[q], spectrum, settings).score;
        if (score <= 0.0) continue;
        best[q].push_back({score, record});
        if (best[q].size() > 1000) keep(best[q], settings.top);
      }
    }
    for (auto& hits : best) keep(hits, settings.top);
    found[part] = std::move(best);
    library.release_pages();
  });
  std::vector<std::vector<Hit>> all(queries.size());
  for (const auto& part : found) {
    for (std::size_t q = 0; q < queries.size(); ++q) {
      all[q].insert(all[q].end(), part[q].begin(), part[q].end());
    }
  }
  for (auto& hits : all) keep(hits, settings.top);
  return all;
}

void require_same(const std::vector<Matches>& answers,
                  const std::vector<std::vector<Hit>>& expected) {
  for (std::size_t q = 0; q < expected.size(); ++q) {
    const auto& hits = answers[q].hits;
    const bool is_same = std::equal(hits.begin(), hits.end(), expected[q].begin(),
                                    expected[q].end(), [](const Match& match, const Hit& hit) {
                                      return match.record == hit.record && match.score == hit.score;
                                    });
    if (!is_same) {
      throw Error(ErrorKind::library,
                  "query " + std::to_string(q) + ": the answer is not that of a scan");
    }
  }
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--library", "--data", "--cache", "--searches", "--timed", "--check",
                             "--seed", "--threads"});
  const std::size_t threads = std::max<std::uint64_t>(1, arguments.number("--threads", 1));
  const std::size_t timed = arguments.number("--timed", 512);
  const std::size_t checked = std::min<std::size_t>(timed, arguments.number("--check", 20));

  // Queries of the measured set that cleaning leaves peaks of; another preparation of the library
  // has no index in the file.
  const Library measured = Library::open(
      reference_library(reference_data(arguments.text("--data", "")), ReferenceSet::ms2,
                        library_cache(arguments.text("--cache", ""))));
  std::vector<std::uint32_t> numbers(measured.size());
  for (std::uint32_t i = 0; i < measured.size(); ++i) numbers[i] = i;
  shuffle(numbers, arguments.number("--seed", 1));
  std::vector<Query> queries;
  for (std::size_t i = 0; i < numbers.size() && queries.size() < timed; ++i) {
    Query query = query_of(measured, numbers[i]);
    if (!settings_for(query, {.score = Score::ms2_entropy}).keep_precursor_peaks) {
      queries.push_back(std::move(query));
    }
  }

  auto begin = Clock::now();
  double cpu = cpu_seconds();
  const Library library = Library::open(arguments.text("--library", "large.bplib"));
  std::printf("opened %zu records: %.2f s of processor, %.2f s\n", library.size(),
              cpu_seconds() - cpu, seconds_since(begin));
  const auto wanted = arguments.texts("--searches");
  for (const NamedSearch& named : measured_searches()) {
    if (is_ei(named.settings.score)) continue;
    if (std::find(wanted.begin(), wanted.end(), named.name) == wanted.end()) continue;
    const auto backend = make_cpu_backend(library);
    begin = Clock::now();
    cpu = cpu_seconds();
    static_cast<void>(search(std::span(queries).first(1), library, *backend, named.settings, 1));
    std::printf("%s: first answer %.3f s of processor, %.3f s\n", named.name.c_str(),
                cpu_seconds() - cpu, seconds_since(begin));
    begin = Clock::now();
    cpu = cpu_seconds();
    const auto answers = search(queries, library, *backend, named.settings, threads);
    const double cpu_s = cpu_seconds() - cpu;
    const double wall_s = seconds_since(begin);
    std::printf(
        "%s: %zu queries, %zu threads: %.1f a second of processor, %.1f a second; memory: %.0f MiB "
        "of its own, %.0f MiB mapped of files\n",
        named.name.c_str(), queries.size(), threads, static_cast<double>(queries.size()) / cpu_s,
        static_cast<double>(queries.size()) / wall_s, mebibytes("RssAnon"), mebibytes("RssFile"));
    std::fflush(stdout);
    if (checked == 0) continue;
    const std::vector<Query> some(queries.begin(),
                                  queries.begin() + static_cast<std::ptrdiff_t>(checked));
    require_same(answers, scanned(library, some, named.settings, threads));
    std::printf("%s: the answers of %zu queries are those of a scan\n", named.name.c_str(),
                checked);
  }
  std::printf("memory at most: %.0f MiB, pages of files included\n", mebibytes("VmHWM"));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("large_search", [&] { return run(count, words); });
}
