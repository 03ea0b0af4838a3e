#include "tools/cli/identify_verb.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/error.h"
#include "engine/identify_file.h"
#include "engine/library/library.h"
#include "engine/method.h"
#include "engine/parallel.h"
#include "engine/prepare/ladder_run.h"
#include "engine/report/report.h"
#include "engine/search/backend.h"
#include "engine/version.h"
#include "tools/cli/batch_comparison.h"
#include "tools/cli/method_path.h"
#include "tools/cli/open_library.h"
#include "tools/cli/progress.h"

namespace basepeak {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> runs;
  std::string library;
  std::string method;
  std::vector<std::string> ladders;
  int ladder_first_carbon = 0;
  std::string internal_standard;
  std::vector<std::string> blanks;
  std::string output;
  std::size_t threads = 0;
};

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) throw Error(ErrorKind::usage, path.string() + ": cannot be written");
}

// Report names: the run's file name with its extension; runs of one name from several folders get
// a number in the order they were given.
std::vector<std::string> report_stems(const std::vector<std::string>& runs) {
  std::map<std::string, int> seen;
  std::vector<std::string> stems;
  for (const std::string& run : runs) {
    fs::path path = fs::path(run).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    std::string stem = path.filename().string();
    // data.ms says nothing of the sample: its folder does.
    const std::string parent = path.parent_path().extension().string();
    if (parent == ".D" || parent == ".d") {
      stem = path.parent_path().filename().string() + "_" + stem;
    }
    if (stem.empty() || stem == "." || stem == "..") stem = "run";
    const int count = ++seen[stem];
    stems.push_back(count == 1 ? stem : stem + "-" + std::to_string(count));
  }
  return stems;
}

// What every run of the batch is processed with.
struct Tools {
  const Library& library;
  const Backend& backend;
  const Method& method;
  const std::vector<AlkaneLadder>& ladders;
  BatchComparison& batch;
};

// Runs that wait for this one go on without it, however it ends.
class GiveUpAtEnd {
 public:
  GiveUpAtEnd(BatchComparison& batch, std::size_t run) : batch_(batch), run_(run) {}
  GiveUpAtEnd(const GiveUpAtEnd&) = delete;
  GiveUpAtEnd& operator=(const GiveUpAtEnd&) = delete;
  ~GiveUpAtEnd() { batch_.give_up(run_); }

 private:
  BatchComparison& batch_;
  std::size_t run_;
};

SummaryRow process(std::size_t index, const std::string& stem, const Options& options,
                   const Tools& tools) {
  const GiveUpAtEnd at_end(tools.batch, index);
  try {
    // Runs are processed beside each other; within a run one thread.
    Report report = identify_file(options.runs[index], tools.library, tools.backend, tools.method,
                                  1, tools.ladders);
    tools.batch.compare(index, report);
    const fs::path base = fs::path(options.output) / stem;
    write_file(base.string() + ".report.json", to_json(report));
    write_file(base.string() + ".report.csv", to_csv(report));
    write_file(base.string() + ".report.html", to_html(report));
    return summarise(report, stem);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) throw;
    SummaryRow row;
    row.run = stem;
    row.status = "failed";
    row.reason = error.what();
    return row;
  }
}

void print_rows(const std::vector<SummaryRow>& rows) {
  std::size_t width = 3;
  for (const SummaryRow& row : rows) width = std::max(width, row.run.size());
  std::printf("%-*s  %-10s %10s  %s\n", static_cast<int>(width), "run", "status", "components",
              "findings");
  for (const SummaryRow& row : rows) {
    std::string findings = row.status == "incomplete" ? "INCOMPLETE: " + row.reason : row.reason;
    for (const std::string& finding : row.findings) {
      findings += (findings.empty() ? "" : "; ") + finding;
    }
    if (findings.empty()) findings = "nothing found";
    std::printf("%-*s  %-10s %10zu  %s\n", static_cast<int>(width), row.run.c_str(),
                row.status.c_str(), row.components, findings.c_str());
  }
}

void write_log(const Options& options, const std::vector<SummaryRow>& rows, double wall_s) {
  std::string log = "basepeak " + software_version() + " (" + software_commit() + ")\n";
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &utc);
  log += std::string("finished ") + stamp + "\nthreads " + std::to_string(options.threads) + "\n";
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f", wall_s);
  log += std::string("wall ") + seconds + " s\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    log += fs::absolute(options.runs[i]).string() + "\t" + rows[i].status + "\t" + rows[i].reason +
           "\n";
  }
  write_file(fs::path(options.output) / "run.log", log);
}

Method method_of(const Options& options) {
  Method method = options.method.empty() ? Method{} : read_method(method_path(options.method));
  if (options.ladder_first_carbon > 0) {
    method.retention.ladder_first_carbon = options.ladder_first_carbon;
  }
  if (!options.internal_standard.empty()) {
    method.retention.internal_standard = options.internal_standard;
  }
  return method;
}

void run_identify(const Options& options, int& exit_code) {
  const auto start = std::chrono::steady_clock::now();
  const Method method = method_of(options);
  const Library library = open_library(options.library);
  const std::unique_ptr<Backend> backend = make_cpu_backend(library);
  std::error_code error;
  fs::create_directories(options.output, error);
  if (error) {
    throw Error(ErrorKind::usage, options.output + ": cannot be made: " + error.message());
  }
  std::vector<AlkaneLadder> ladders;
  for (const std::string& path : options.ladders) ladders.push_back(open_ladder(path, method));
  BatchComparison batch(options.runs, options.blanks, method, options.threads);
  const Tools tools{library, *backend, method, ladders, batch};
  const std::vector<std::string> stems = report_stems(options.runs);
  const std::vector<std::size_t> order = batch.order();
  std::vector<SummaryRow> rows(options.runs.size());
  {
    Progress progress("identify", options.runs.size());
    parallel_for(order.size(), options.threads, [&](std::size_t at) {
      const std::size_t i = order[at];
      rows[i] = process(i, stems[i], options, tools);
      progress.done_one();
    });
  }
  write_file(fs::path(options.output) / "summary.csv", summary_csv(rows));
  write_file(fs::path(options.output) / "summary.html", summary_html(rows));
  write_log(options, rows,
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  print_rows(rows);
  std::fflush(stdout);
  const bool any_failed = std::any_of(rows.begin(), rows.end(),
                                      [](const SummaryRow& row) { return row.status != "ok"; });
  if (any_failed) exit_code = 1;
  std::fprintf(stderr, "reports: %s\n",
               (fs::path(options.output) / "summary.html").string().c_str());
}

}  // namespace

void add_identify_verb(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App* verb = app.add_subcommand("identify", "Identify the components of runs");
  verb->add_option("RUN", options->runs,
                   "runs: Agilent .D folders, ANDI .cdf, mzML, or files of spectra")
      ->required();
  verb->add_option("--library", options->library,
                   "compiled library (.bplib); without it the starter library");
  verb->add_option("--method", options->method,
                   "method file (TOML), or the name of a method that comes with the program");
  verb->add_option("--ladder", options->ladders,
                   "n-alkane ladders for retention indices: tables (CSV) or runs; of several the "
                   "latest not after a run is its own");
  verb->add_option("--ladder-first-carbon", options->ladder_first_carbon,
                   "carbon number of a ladder run's first n-alkane, where its spectrum does not "
                   "say")
      ->check(CLI::Range(1, 80));
  verb->add_option("--internal-standard", options->internal_standard,
                   "name or record id of the internal standard, for relative retention");
  verb->add_option("--blank", options->blanks,
                   "blank runs of the batch: components that are in them, too, are flagged");
  verb->add_option("-o,--output", options->output, "folder for the reports")->required();
  verb->add_option("-j,--threads", options->threads, "runs processed at the same time")
      ->check(CLI::Range(1, 1024));
  verb->footer(
      "Example:\n  basepeak identify batch/*.D --library swgdrug.bplib -o reports\n"
      "Writes reports/RUN.report.json, .csv and .html for each run, and summary.csv and .html.\n"
      "Exit status: 0 every run processed whole, 1 some failed or could be used in part only\n"
      "(listed in the summary), 2 usage, 3 library unusable. What is found never changes it.");
  verb->callback([options, &exit_code] { run_identify(*options, exit_code); });
}

}  // namespace basepeak
