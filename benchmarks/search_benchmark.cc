// Queries a second of every search, host memory to host memory: from queries as read to ranked
// matches as reported. Every search is first compared with the definition of its score.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "benchmarks/arguments.h"
#include "benchmarks/brute_force.h"
#include "benchmarks/environment.h"
#include "benchmarks/perturbed_library.h"
#include "benchmarks/query_set.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/search/search.h"
#include "gpu/backend.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using Clock = std::chrono::steady_clock;

constexpr benchmark::IterationCount kLatencyQueries = 64;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  if (values.empty()) return 0.0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// One library with its queries: measured records drawn from the seed, searched with themselves left
// out. A large library is made from the measured one, whose queries it gets.
struct Subject {
  std::string name;  // "ms2-51253"
  std::filesystem::path path;
  Library library;
  std::unique_ptr<Backend> backend;
  std::vector<std::uint32_t> records;  // the queries' numbers; empty where they are not of it
  std::vector<Query> queries;
  bool is_ei = false;
};

struct Options {
  std::size_t queries = 1000;
  std::size_t checked = 4;
  std::size_t checked_in_made = 4;  // where the definition takes longer
  std::size_t batch = 64;           // queries a thread in one call
  std::size_t timed = 256;          // queries of one timing, the same for every thread count
  std::uint64_t seed = 1;
  bool uses_gpu = false;
};

// One search, checked.
struct Case {
  Subject* subject = nullptr;
  NamedSearch search;
  std::vector<std::size_t> queries;  // of the subject's
};

// An identity search of a query without a precursor is an open one: such queries are left out.
std::vector<std::size_t> searched_queries(const Subject& subject, const SearchSettings& settings) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < subject.queries.size(); ++i) {
    if (!settings.precursor_tolerance || precursor_window(subject.queries[i], settings)) {
      numbers.push_back(i);
    }
  }
  return numbers;
}

std::vector<Query> slice(const Case& measured, std::size_t first, std::size_t count) {
  std::vector<Query> queries;
  for (std::size_t i = 0; i < count; ++i) {
    queries.push_back(
        measured.subject->queries[measured.queries[(first + i) % measured.queries.size()]]);
  }
  return queries;
}

// Returns how many queries were compared.
std::size_t check(const Case& measured, BruteForce& definition, const Options& options) {
  const Subject& subject = *measured.subject;
  const std::size_t wanted = subject.records.empty() ? options.checked_in_made : options.checked;
  const std::vector<Query> queries = slice(measured, 0, std::min(wanted, measured.queries.size()));
  const SearchSettings& settings = measured.search.settings;
  require_same(queries, search(queries, subject.library, *subject.backend, settings, 1), definition,
               settings);
  return queries.size();
}

std::size_t comparable_records(const Subject& subject, const SearchSettings& settings) {
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < subject.library.size(); ++i) {
    if (is_comparable(subject.library, i, settings.score)) ++count;
  }
  return count;
}

void time_search(benchmark::State& state, const Case& measured, std::size_t batch,
                 std::size_t threads) {
  const Subject& subject = *measured.subject;
  SearchSettings settings = measured.search.settings;
  settings.exclude_self = !subject.records.empty();  // a made-up library does not hold the queries
  std::size_t first = 0;
  std::size_t right = 0;
  double cpu_s = 0.0;
  double wall_s = 0.0;
  for (auto _ : state) {
    const std::vector<Query> queries = slice(measured, first, batch);
    const double cpu_before = cpu_seconds();
    const auto begin = Clock::now();
    std::vector<Matches> answers =
        search(queries, subject.library, *subject.backend, settings, threads);
    wall_s += seconds_since(begin);
    cpu_s += cpu_seconds() - cpu_before;
    state.SetIterationTime(seconds_since(begin));
    benchmark::DoNotOptimize(answers.data());
    for (std::size_t q = 0; q < answers.size() && !subject.records.empty(); ++q) {
      const std::uint32_t own =
          subject.records[measured.queries[(first + q) % measured.queries.size()]];
      if (!answers[q].hits.empty() && compound_of(subject.library, answers[q].hits[0].record) ==
                                          compound_of(subject.library, own)) {
        ++right;
      }
    }
    first += batch;
  }
  const double searched = static_cast<double>(first);
  state.counters["queries_per_cpu_s"] = searched / cpu_s;
  state.counters["queries_per_wall_s"] = searched / wall_s;
  state.counters["pairs_per_cpu_s"] =
      searched * static_cast<double>(comparable_records(subject, settings)) / cpu_s;
  state.counters["batch"] = static_cast<double>(batch);
  state.counters["queries"] = searched;
  if (!subject.records.empty()) state.counters["top_1"] = static_cast<double>(right) / searched;
}

void time_latency(benchmark::State& state, const Case& measured) {
  const Subject& subject = *measured.subject;
  std::vector<double> latency_ms;
  std::size_t next = 0;
  for (auto _ : state) {
    const std::vector<Query> query = slice(measured, next++, 1);
    const auto begin = Clock::now();
    benchmark::DoNotOptimize(
        search(query, subject.library, *subject.backend, measured.search.settings, 1));
    const double spent = seconds_since(begin);
    state.SetIterationTime(spent);
    latency_ms.push_back(spent * 1e3);
  }
  state.counters["median_ms"] = median(latency_ms);
  state.counters["slowest_ms"] = *std::max_element(latency_ms.begin(), latency_ms.end());
}

// From the file to the first answer: what a program pays before it is warm.
void time_opening(benchmark::State& state, const Case& measured, bool uses_gpu) {
  const Subject& subject = *measured.subject;
  double open_s = 0.0;
  double first_answer_s = 0.0;
  std::size_t next = 0;
  for (auto _ : state) {
    const std::vector<Query> query = slice(measured, next++, 1);
    const double before = cpu_seconds();
    const Library library = Library::open(subject.path);
    const double opened = cpu_seconds();
    const auto backend = uses_gpu ? make_gpu_backend(library, 0) : make_cpu_backend(library);
    benchmark::DoNotOptimize(search(query, library, *backend, measured.search.settings, 1));
    const double answered = cpu_seconds();
    open_s += opened - before;
    first_answer_s += answered - opened;
    state.SetIterationTime(answered - before);
  }
  const double count = static_cast<double>(state.iterations());
  state.counters["open_cpu_s"] = open_s / count;
  state.counters["index_and_first_answer_cpu_s"] = first_answer_s / count;
}

std::vector<std::uint32_t> drawn(const Library& library, std::size_t count, std::uint64_t seed) {
  std::map<std::string_view, std::size_t> records;
  for (std::uint32_t i = 0; i < library.size(); ++i) ++records[compound_of(library, i)];
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    const std::string_view compound = compound_of(library, i);
    if (!compound.empty() && records[compound] > 1) numbers.push_back(i);
  }
  shuffle(numbers, seed);
  if (numbers.size() > count) numbers.resize(count);
  return numbers;
}

// The backend keeps a reference to the library: a subject does not move.
std::unique_ptr<Subject> subject_of(const std::string& name, const std::filesystem::path& path,
                                    bool is_ei, const Options& options) {
  Library library = Library::open(path);
  const std::string full_name = name + "-" + std::to_string(library.size());
  auto subject = std::make_unique<Subject>(
      Subject{full_name, path, std::move(library), nullptr, {}, {}, is_ei});
  subject->backend =
      options.uses_gpu ? make_gpu_backend(subject->library, 0) : make_cpu_backend(subject->library);
  return subject;
}

std::vector<std::unique_ptr<Subject>> subjects(const Arguments& arguments, const Options& options) {
  const auto folder = reference_data(arguments.text("--data", ""));
  const auto cache = library_cache(arguments.text("--cache", ""));
  std::vector<std::unique_ptr<Subject>> all;
  for (const bool is_ei : {false, true}) {
    const std::string set = is_ei ? "ei" : "ms2";
    if (arguments.has("--set") && arguments.text("--set", "") != set) continue;
    auto measured = subject_of(
        set, reference_library(folder, is_ei ? ReferenceSet::ei : ReferenceSet::ms2, cache), is_ei,
        options);
    measured->records = drawn(measured->library, options.queries, options.seed);
    for (const std::uint32_t record : measured->records) {
      measured->queries.push_back(query_of(measured->library, record));
    }
    std::vector<std::unique_ptr<Subject>> larger;
    for (const std::uint64_t size : arguments.numbers("--sizes")) {
      larger.push_back(subject_of(set + "-made",
                                  perturbed_library(measured->library, options.seed, size, cache),
                                  is_ei, options));
      larger.back()->queries = measured->queries;
    }
    all.push_back(std::move(measured));
    for (auto& subject : larger) all.push_back(std::move(subject));
  }
  return all;
}

void add_benchmarks(const Case& measured, const Options& options) {
  const std::string stem =
      measured.search.name + "/" + measured.subject->backend->name() + "/" + measured.subject->name;
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    const std::size_t batch = options.batch * threads;
    benchmark::RegisterBenchmark((stem + "/threads:" + std::to_string(threads)).c_str(),
                                 [measured, batch, threads](benchmark::State& state) {
                                   time_search(state, measured, batch, threads);
                                 })
        ->UseManualTime()
        ->Iterations(
            static_cast<benchmark::IterationCount>(std::max<std::size_t>(1, options.timed / batch)))
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark(
      (stem + "/latency").c_str(),
      [measured](benchmark::State& state) { time_latency(state, measured); })
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark((stem + "/open").c_str(),
                               [measured, uses_gpu = options.uses_gpu](benchmark::State& state) {
                                 time_opening(state, measured, uses_gpu);
                               })
      ->UseManualTime()
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

int run(int count, char** words) {
  benchmark::Initialize(&count, words);  // takes the --benchmark_ options out
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--set", "--sizes", "--searches", "--queries",
                             "--check", "--check-made", "--seed", "--batch", "--timed"},
                            {"--gpu"});
  Options options;
  options.queries = arguments.number("--queries", options.queries);
  options.checked = arguments.number("--check", options.checked);
  options.checked_in_made =
      arguments.number("--check-made", std::min(options.checked, options.checked_in_made));
  options.seed = arguments.number("--seed", options.seed);
  options.batch = std::max<std::size_t>(1, arguments.number("--batch", options.batch));
  options.timed = arguments.number("--timed", options.timed);
  options.uses_gpu = arguments.has("--gpu");
  for (const auto& [fact, value] : environment()) benchmark::AddCustomContext(fact, value);

  const auto names = arguments.texts("--searches");
  static_cast<void>(measured_searches(names, false));  // refuses a name before the work
  const auto all = subjects(arguments, options);
  for (const auto& subject : all) {
    benchmark::AddCustomContext("library_" + subject->name, subject->library.checksum());
    BruteForce definition(subject->library);
    for (const NamedSearch& named : measured_searches(names, subject->is_ei)) {
      if (is_ei(named.settings.score) != subject->is_ei) continue;
      const Case measured{subject.get(), named, searched_queries(*subject, named.settings)};
      if (measured.queries.empty()) continue;
      const std::size_t checked = check(measured, definition, options);
      std::fprintf(stderr, "%s on %s: the answers of %zu queries are those of score.h\n",
                   named.name.c_str(), subject->name.c_str(), checked);
      benchmark::AddCustomContext("checked_" + named.name + "_" + subject->name,
                                  std::to_string(checked));
      add_benchmarks(measured, options);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("search_benchmark", [&] { return run(count, words); });
}
