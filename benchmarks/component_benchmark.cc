// Time and memory of a GC-MS run and of a batch: reading, finding components, identifying. Each
// part runs in a process of its own and is checked against the manifest of the reference data or
// the definition of the score before its figure counts.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "benchmarks/arguments.h"
#include "benchmarks/brute_force.h"
#include "benchmarks/environment.h"
#include "benchmarks/in_child_process.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/identify_file.h"
#include "engine/prepare/prepare.h"
#include "engine/read/run.h"
#include "engine/search/search.h"

namespace {

namespace fs = std::filesystem;
using namespace basepeak;
using namespace basepeak::benchmarks;

constexpr std::size_t kRounds = 50;
constexpr const char* kBatch = "agilent/lrcfs_etizolam_batch";

// The number after ""key"": in the manifest's row of a file; nothing if there is none.
std::optional<std::size_t> promised(const fs::path& runs, const fs::path& file,
                                    const std::string& key) {
  const std::string row = file.lexically_relative(runs).generic_string() + "\t";
  std::ifstream manifest(runs / "MANIFEST.tsv");
  for (std::string line; std::getline(manifest, line);) {
    if (!line.starts_with(row)) continue;
    const std::string field = "\"\"" + key + "\"\":";
    const std::size_t at = line.find(field);
    if (at == std::string::npos) return std::nullopt;
    return std::strtoull(line.c_str() + at + field.size(), nullptr, 10);
  }
  return std::nullopt;
}

void require(const fs::path& file, const char* what, std::optional<std::size_t> expected,
             std::size_t found) {
  if (expected == found) return;
  throw Error(ErrorKind::input,
              file.string() + ": " + std::to_string(found) + " " + what + ", the manifest says " +
                  (expected ? std::to_string(*expected) : std::string("nothing")));
}

std::vector<fs::path> batch_of(const fs::path& runs, std::size_t most) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(runs / kBatch)) {
    if (entry.path().extension() == ".D") folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  if (folders.empty()) {
    throw Error(ErrorKind::usage, (runs / kBatch).string() + ": holds no runs to measure with");
  }
  if (folders.size() > most) folders.resize(most);
  return folders;
}

struct Part {
  std::string name;
  std::vector<Usage> usages;  // one a repetition
};

// Each repetition does the work `rounds` times, so that milliseconds are more than a clock's step.
Part measured(const std::string& part_name, std::size_t repetitions, std::size_t rounds,
              const std::function<std::string()>& work) {
  Part part{part_name, {}};
  for (std::size_t i = 0; i < repetitions; ++i) {
    part.usages.push_back(in_child_process([&] {
      for (std::size_t round = 1; round < rounds; ++round) work();
      return work();
    }));
    Usage& usage = part.usages.back();
    usage.cpu_s /= static_cast<double>(rounds);
    usage.wall_s /= static_cast<double>(rounds);
    std::printf("%-28s %9.5f CPU s %9.5f s %8.1f MiB  %s\n", part_name.c_str(), usage.cpu_s,
                usage.wall_s, usage.peak_memory_mib, usage.answer.c_str());
    std::fflush(stdout);
  }
  return part;
}

std::string read_run(const fs::path& runs, const fs::path& folder) {
  const auto run = open_run(folder);
  std::size_t scans = 0;
  std::size_t peaks = 0;
  run->for_each([&](Spectrum&& spectrum) {
    ++scans;
    peaks += spectrum.peaks.size();
  });
  const fs::path file = run_data_file(folder);
  require(file, "scans", promised(runs, file, "scans"), scans);
  require(file, "peaks", promised(runs, file, "peaks"), peaks);
  return std::to_string(scans) + " scans, " + std::to_string(peaks) + " peaks";
}

std::string prepare_run(const fs::path& folder) {
  const auto run = open_run(folder);
  const Prepared prepared = prepare(*run, Method{});
  return std::to_string(prepared.scans) + " scans, " + std::to_string(prepared.queries.size()) +
         " components";
}

// Not timed.
std::string check_search(const fs::path& folder, const fs::path& library_path,
                         std::size_t checked) {
  const Library library = Library::open(library_path);
  const auto backend = make_cpu_backend(library);
  const auto run = open_run(folder);
  std::vector<Query> queries = prepare(*run, Method{}).queries;
  if (queries.size() > checked) queries.resize(checked);
  const SearchSettings settings = Method{}.ei_search;
  BruteForce definition(library);
  require_same(queries, search(queries, library, *backend, settings, 1), definition, settings);
  return "the answers of " + std::to_string(queries.size()) + " components are those of score.h";
}

std::string identify_batch(const std::vector<fs::path>& folders, const fs::path& library_path,
                           std::size_t threads) {
  const Library library = Library::open(library_path);
  const auto backend = make_cpu_backend(library);
  std::size_t components = 0;
  for (const fs::path& folder : folders) {
    components += identify_file(folder, library, *backend, Method{}, threads).components.size();
  }
  return std::to_string(folders.size()) + " runs, " + std::to_string(components) + " components";
}

std::string json_of(const std::vector<Part>& parts, const std::string& library_checksum) {
  nlohmann::ordered_json root;
  for (const auto& [fact, value] : environment()) root["context"][fact] = value;
  root["context"]["library"] = library_checksum;
  root["benchmarks"] = nlohmann::json::array();
  for (const Part& part : parts) {
    for (const Usage& usage : part.usages) {
      root["benchmarks"].push_back({{"name", part.name},
                                    {"run_type", "iteration"},
                                    {"cpu_s", usage.cpu_s},
                                    {"wall_s", usage.wall_s},
                                    {"peak_memory_mib", usage.peak_memory_mib},
                                    {"answer", usage.answer}});
    }
  }
  return root.dump(2) + "\n";
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--library", "--runs", "--repetitions",
                             "--threads", "--check", "--json"});
  static_cast<void>(environment());  // refuses before the work
  const fs::path data = reference_data(arguments.text("--data", ""));
  const fs::path runs = data / "runs";
  const std::string named = arguments.text("--library", "");
  const fs::path library =
      named.empty()
          ? reference_library(data, ReferenceSet::ei, library_cache(arguments.text("--cache", "")))
          : fs::path(named);
  const std::size_t repetitions = arguments.number("--repetitions", 3);
  const std::size_t threads = arguments.number("--threads", 1);
  const auto folders = batch_of(runs, arguments.number("--runs", 21));
  const fs::path busiest = *std::ranges::max_element(
      folders, {}, [](const fs::path& folder) { return fs::file_size(run_data_file(folder)); });

  const std::size_t checked = arguments.number("--check", 3);
  std::puts(
      in_child_process([&] { return check_search(busiest, library, checked); }).answer.c_str());
  std::vector<Part> parts;
  parts.push_back(measured("read", repetitions, kRounds, [&] { return read_run(runs, busiest); }));
  parts.push_back(
      measured("read and prepare", repetitions, kRounds, [&] { return prepare_run(busiest); }));
  parts.push_back(measured("open library", repetitions, 1, [&] {
    return std::to_string(Library::open(library).size()) + " records";
  }));
  parts.push_back(measured("identify batch, threads:" + std::to_string(threads), repetitions, 1,
                           [&] { return identify_batch(folders, library, threads); }));
  if (const std::string path = arguments.text("--json", ""); !path.empty()) {
    std::ofstream(path) << json_of(parts, Library::open(library).checksum());
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("component_benchmark",
                                           [&] { return run(count, words); });
}
