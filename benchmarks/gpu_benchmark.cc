// Pairs and queries a second of every search that a graphics card serves, beside the processor on
// the same machine, host memory to host memory: from queries as read to ranked matches. Every
// answer of every set is compared with the processor's before anything is timed.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "benchmarks/arguments.h"
#include "benchmarks/brute_force.h"
#include "benchmarks/environment.h"
#include "benchmarks/perturbed_library.h"
#include "benchmarks/query_set.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/library/library_writer.h"
#include "engine/parallel.h"
#include "engine/search/ranked_hits.h"
#include "engine/search/search.h"
#include "gpu/backend.h"
#include "gpu/device_backend.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

// One search of one library.
struct Subject {
  std::string name;
  const Library* library = nullptr;
  std::vector<Query> queries;
  SearchSettings settings;
  std::size_t queries_a_spectrum = 1;  // masses asked about each
};

struct Options {
  std::size_t threads = 1;
  std::size_t batch = 64;
  std::size_t by_definition = 2;  // queries also compared with score.h
  double seconds = 3.0;           // of each timing, at least
};

using Answers = std::vector<std::vector<Match>>;

// In batches, on all threads.
Answers answers(const Subject& subject, const Backend& backend, const Options& options) {
  Answers all(subject.queries.size());
  const std::size_t batch = std::max(options.batch, subject.queries_a_spectrum);
  const std::size_t batches = (all.size() + batch - 1) / batch;
  parallel_for(batches, options.threads, [&](std::size_t b) {
    const std::size_t first = b * batch;
    const std::size_t count = std::min(batch, all.size() - first);
    Answers some = ranked_hits(std::span(subject.queries).subspan(first, count), *subject.library,
                               backend, subject.settings);
    std::move(some.begin(), some.end(), all.begin() + static_cast<std::ptrdiff_t>(first));
  });
  return all;
}

void require_equal(const Subject& subject, const Answers& gpu, const Answers& cpu) {
  for (std::size_t q = 0; q < cpu.size(); ++q) {
    const bool is_equal = std::equal(gpu[q].begin(), gpu[q].end(), cpu[q].begin(), cpu[q].end(),
                                     [](const Match& a, const Match& b) {
                                       return a.record == b.record && a.score == b.score &&
                                              a.reverse_score == b.reverse_score &&
                                              a.matched_peaks == b.matched_peaks;
                                     });
    if (is_equal) continue;
    throw Error(ErrorKind::device, subject.name + ", query '" + subject.queries[q].name +
                                       "': the GPU's answer is not the processor's");
  }
}

Json timing(const Subject& subject, const Backend& backend, const Options& options) {
  std::size_t rounds = 0;
  double spent = 0.0;
  while (spent < options.seconds) {
    const auto begin = Clock::now();
    (void)answers(subject, backend, options);
    spent += std::chrono::duration<double>(Clock::now() - begin).count();
    ++rounds;
  }
  std::size_t records = 0;
  for (std::uint32_t i = 0; i < subject.library->size(); ++i) {
    records += is_comparable(*subject.library, i, subject.settings.score) ? 1 : 0;
  }
  const double queries = static_cast<double>(rounds * subject.queries.size()) / spent;
  return {{"backend", backend.name()},
          {"seconds", spent},
          {"queries", rounds * subject.queries.size()},
          {"queries_per_s", queries},
          {"spectra_per_s", queries / static_cast<double>(subject.queries_a_spectrum)},
          {"pairs_per_s", queries * static_cast<double>(records)}};
}

Json measured(const Subject& subject, const Backend& gpu, const Backend& cpu,
              const Options& options) {
  const Answers expected = answers(subject, cpu, options);
  require_equal(subject, answers(subject, gpu, options), expected);
  BruteForce definition(*subject.library);
  for (std::size_t q = 0; q < std::min(options.by_definition, subject.queries.size()); ++q) {
    const std::vector<Match> own = definition.search(subject.queries[q], subject.settings);
    require_equal(subject, {own}, {expected[q]});
  }
  Json result = {{"search", subject.name},
                 {"records", subject.library->size()},
                 {"queries_compared_with_cpu", subject.queries.size()},
                 {"threads", options.threads},
                 {"batch", options.batch}};
  result["gpu"] = timing(subject, gpu, options);
  result["cpu"] = timing(subject, cpu, options);
  std::fprintf(stderr, "%s on %zu records: %s\n", subject.name.c_str(),
               static_cast<std::size_t>(subject.library->size()), result.dump().c_str());
  return result;
}

std::vector<std::uint32_t> drawn(const Library& library, bool is_ei, std::size_t count) {
  std::vector<std::uint32_t> records;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (is_comparable(library, i, is_ei ? Score::ei_simple : Score::ms2_entropy)) {
      records.push_back(i);
    }
  }
  shuffle(records, 1);
  records.resize(std::min(count, records.size()));
  return records;
}

// So many of the library's records, as a library of their own.
std::filesystem::path part_of(const Library& library, bool is_ei, std::size_t count,
                              const std::filesystem::path& cache) {
  std::vector<LibraryRecord> records;
  for (const std::uint32_t record : drawn(library, is_ei, count)) {
    records.push_back(library.record(record));
  }
  std::filesystem::path path =
      cache / ((is_ei ? "gpu-ei-" : "gpu-ms2-") + std::to_string(count) + ".bplib");
  write_library(path, "part", records);
  return path;
}

// One spectrum with so many masses, as mass inference asks.
Subject hypotheses(Subject subject, std::size_t masses) {
  const std::vector<Query> spectra = std::move(subject.queries);
  subject.queries.clear();
  for (const Query& query : spectra) {
    const double first =
        std::max(1.0, query.peaks.mz().empty() ? 1.0 : query.peaks.mz().back() - 50.0);
    for (std::size_t i = 0; i < masses; ++i) {
      subject.queries.push_back(query);
      subject.queries.back().stated_mass = first + static_cast<double>(i);
    }
  }
  subject.name += " of " + std::to_string(masses) + " masses";
  subject.queries_a_spectrum = masses;
  subject.settings.top = 25;
  subject.settings.threshold = 700.0;
  return subject;
}

// The card, or for --device host the host in its place, which shows that the program works and
// measures nothing.
class Card {
 public:
  explicit Card(const std::string& text) : is_host_(text == "host") {
    if (is_host_) return;
    const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), number_);
    if (status != std::errc{} || rest != text.data() + text.size() || number_ < 0) {
      throw Error(ErrorKind::usage, "--device takes a number or host, not '" + text + "'");
    }
    const std::vector<DeviceFacts> devices = gpu_devices();
    if (static_cast<std::size_t>(number_) >= devices.size()) {
      throw Error(ErrorKind::device,
                  "no card " + text + ": this machine has " + std::to_string(devices.size()));
    }
    facts_ = devices[static_cast<std::size_t>(number_)];
  }
  [[nodiscard]] std::string name() const { return is_host_ ? "none" : facts_.name; }
  [[nodiscard]] std::uint64_t memory_bytes() const { return facts_.total_bytes; }
  [[nodiscard]] std::unique_ptr<Backend> backend(const Library& library) const {
    return is_host_ ? make_device_backend(library, make_host_device())
                    : make_gpu_backend(library, number_);
  }

 private:
  bool is_host_;
  int number_ = 0;
  DeviceFacts facts_;
};

// What was measured so far; written after each search, so that a run that is cut short leaves what
// it has.
class Report {
 public:
  Report(std::string path, const Card& card, double limit_s)
      : path_(std::move(path)), limit_s_(limit_s) {
    for (const auto& [fact, value] : environment()) json_["environment"][fact] = value;
    json_["card"] = card.name();
    json_["card_memory_bytes"] = card.memory_bytes();
    json_["complete"] = false;
    json_["searches"] = Json::array();
    json_["out_of_time"] = Json::array();
  }
  [[nodiscard]] bool has_time() const {
    return std::chrono::duration<double>(Clock::now() - begin_).count() < limit_s_;
  }
  void measure(const Subject& subject, const Backend& gpu, const Backend& cpu,
               const Options& options) {
    if (!has_time()) {
      json_["out_of_time"].push_back(subject.name);
      std::fprintf(stderr, "%s: not measured, out of time\n", subject.name.c_str());
    } else {
      try {
        json_["searches"].push_back(measured(subject, gpu, cpu, options));
      } catch (const Error& error) {
        json_["failed"] = error.what();
        write();
        throw;
      }
    }
    write();
  }
  void finish() {
    json_["complete"] = json_["out_of_time"].empty();
    write();
  }

 private:
  void write() const {
    std::ofstream file(path_);
    file << json_.dump(1) << '\n';
    if (!file.flush()) throw Error(ErrorKind::output, path_ + ": cannot be written");
  }

  std::string path_;
  double limit_s_;
  Clock::time_point begin_ = Clock::now();
  Json json_;
};

// As SimMS is measured: cosines at a tolerance of 0.1 Da.
void add_wide_cosines(std::vector<NamedSearch>& searches) {
  const std::size_t count = searches.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_cosine(searches[i].settings.score) || is_neutral_loss(searches[i].settings.score)) {
      continue;
    }
    NamedSearch wide = searches[i];
    wide.name += " at 0.1 Da";
    wide.settings.peak_tolerance = Tolerance::da(0.1);
    searches.push_back(std::move(wide));
  }
}

int run(int count, char** words) {
  const Arguments arguments(
      count, words,
      {"--data", "--cache", "--searches", "--records", "--made", "--queries", "--threads",
       "--batch", "--device", "--hypothesis-spectra", "--limit-s", "-o"});
  // Before the work: there may be none.
  const Card card(arguments.text("--device", "0"));
  const auto folder = reference_data(arguments.text("--data", ""));
  const auto cache = library_cache(arguments.text("--cache", ""));
  std::filesystem::create_directories(cache);
  Options options;
  options.threads =
      arguments.number("--threads", std::max(1U, std::thread::hardware_concurrency()));
  options.batch = arguments.number("--batch", 256);
  Report report(arguments.text("-o", "gpu.json"), card,
                static_cast<double>(arguments.number("--limit-s", 86'400)));
  // The small libraries first, all against all: made-up ones take minutes to make.
  for (const bool is_made : {false, true}) {
    const std::uint64_t made = arguments.number("--made", 1'000'000);
    if (is_made && made == 0) continue;
    for (const bool of_ei : {false, true}) {
      const Library all = Library::open(
          reference_library(folder, of_ei ? ReferenceSet::ei : ReferenceSet::ms2, cache));
      const auto small_at = part_of(all, of_ei, arguments.number("--records", 20'000), cache);
      const Library small = Library::open(small_at);
      const Library library = Library::open(
          is_made && report.has_time() ? perturbed_library(all, 1, made, cache) : small_at);
      const auto gpu = card.backend(library);
      const auto cpu = make_cpu_backend(library);
      const std::size_t asked = is_made ? arguments.number("--queries", 2'000) : small.size();
      std::vector<Query> queries;
      for (const std::uint32_t record : drawn(small, of_ei, asked)) {
        queries.push_back(query_of(small, record));
      }
      std::vector<NamedSearch> searches = measured_searches(arguments.texts("--searches"), of_ei);
      std::erase_if(searches, [&](const NamedSearch& search) {
        return is_ei(search.settings.score) != of_ei;
      });
      if (!of_ei && !is_made) add_wide_cosines(searches);
      for (const NamedSearch& search : searches) {
        const Subject subject{search.name, &library, queries, search.settings};
        report.measure(subject, *gpu, *cpu, options);
        if (search.settings.score != Score::ei_hybrid || is_made) continue;
        Subject few = subject;
        few.queries.resize(std::min<std::size_t>(few.queries.size(),
                                                 arguments.number("--hypothesis-spectra", 200)));
        report.measure(hypotheses(few, 200), *gpu, *cpu, options);
      }
    }
  }
  report.finish();
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("gpu_benchmark", [&] { return run(count, words); });
}
