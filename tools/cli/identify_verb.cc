#include "tools/cli/identify_verb.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/error.h"
#include "engine/identify_file.h"
#include "engine/library/library.h"
#include "engine/method.h"
#include "engine/parallel.h"
#include "engine/prepare/ladder_run.h"
#include "engine/read/run.h"
#include "engine/report/report.h"
#include "engine/search/backend.h"
#include "engine/version.h"
#include "tools/cli/acceptance.h"
#include "tools/cli/batch_comparison.h"
#include "tools/cli/choose_backend.h"
#include "tools/cli/console_text.h"
#include "tools/cli/method_path.h"
#include "tools/cli/not_empty.h"
#include "tools/cli/open_library.h"
#include "tools/cli/progress.h"
#include "tools/cli/report_folder.h"
#include "tools/cli/starter_path.h"

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
  std::string acceptance;
  std::vector<std::string> references;
  std::string output;
  std::string backend = "cpu";
  std::size_t threads = 0;
};

SummaryRow failed_row(const std::string& stem, const std::string& reason) {
  SummaryRow row;
  row.run = stem;
  row.status = "failed";
  row.reason = reason;
  return row;
}

// What every run of the batch is processed with.
struct Tools {
  const Library& library;
  const Backend& backend;
  const Method& method;
  const std::vector<AlkaneLadder>& ladders;
  BatchComparison& batch;
  const ReportFolder& folder;
  const std::optional<AcceptanceRequest>& acceptance;
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

SummaryRow process(std::size_t index, const std::string& run, const std::string& stem,
                   const Tools& tools) {
  const GiveUpAtEnd at_end(tools.batch, index);
  if (run.empty()) return failed_row(stem, "an empty name was given for a run");
  try {
    // Runs are processed beside each other; within a run one thread.
    Report report =
        identify_file(run, tools.library, tools.backend, tools.method, 1, tools.ladders);
    tools.batch.compare(index, report);
    if (tools.acceptance) accept_components(*tools.acceptance, report);
    tools.folder.write_reports(stem, report);
    return summarise(report, stem);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input && error.kind() != ErrorKind::output) throw;
    return failed_row(stem, error.what());
  } catch (const fs::filesystem_error& error) {
    return failed_row(stem, run + ": " + error.code().message());
  }
}

// As many characters as are shown, for what console_text returned.
std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void print_rows(const std::vector<SummaryRow>& rows) {
  std::size_t width = 3;
  for (const SummaryRow& row : rows) width = std::max(width, columns(console_name(row.run)));
  std::printf("run%*s  %-10s %10s  %s\n", static_cast<int>(width - 3), "", "status", "components",
              "findings");
  for (const SummaryRow& row : rows) {
    std::string findings = row.status == "incomplete" ? "INCOMPLETE: " + row.reason : row.reason;
    for (const std::string& finding : row.findings) {
      findings += (findings.empty() ? "" : "; ") + finding;
    }
    if (findings.empty()) findings = row.nothing.empty() ? "nothing found" : row.nothing;
    const std::string run = console_name(row.run);
    std::printf("%s%*s  %-10s %10zu  %s\n", run.c_str(), static_cast<int>(width - columns(run)), "",
                row.status.c_str(), row.components, console_text(findings).c_str());
  }
}

std::string log_text(const Options& options, const std::vector<SummaryRow>& rows, double wall_s) {
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
    std::error_code error;
    const fs::path whole = fs::absolute(options.runs[i], error);
    log += console_text(error ? options.runs[i] : whole.string()) + "\t" + rows[i].status + "\t" +
           console_text(rows[i].reason) + "\n";
  }
  return log;
}

InputFiles inputs_of(const Options& options) {
  InputFiles inputs;
  for (const auto* names :
       {&options.runs, &options.blanks, &options.ladders, &options.references}) {
    for (const std::string& name : *names) {
      inputs.add(name);
      try {
        inputs.add(run_data_file(name));
      } catch (const Error&) {  // its row will say so
      } catch (const fs::filesystem_error&) {
      }
    }
  }
  inputs.add(options.library.empty() ? starter_library_path() : fs::path(options.library));
  if (!options.method.empty()) inputs.add(method_path(options.method));
  if (!options.acceptance.empty()) inputs.add(acceptance_path(options.acceptance));
  return inputs;
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
  const std::unique_ptr<Backend> backend = choose_backend(options.backend, library);
  const std::vector<std::string> stems = report_stems(options.runs);
  const ReportFolder folder(options.output, stems, inputs_of(options));
  std::vector<AlkaneLadder> ladders;
  for (const std::string& path : options.ladders) ladders.push_back(open_ladder(path, method));
  BatchComparison batch(options.runs, options.blanks, method, options.threads);
  std::optional<AcceptanceRequest> acceptance;
  if (!options.acceptance.empty()) {
    acceptance = acceptance_request(options.acceptance);
    for (const std::string& path : options.references) {
      acceptance->references.push_back(
          reference_run(identify_file(path, library, *backend, method, options.threads, ladders)));
    }
  }
  const Tools tools{library, *backend, method, ladders, batch, folder, acceptance};
  const std::vector<std::size_t> order = batch.order();
  std::vector<SummaryRow> rows(options.runs.size());
  {
    Progress progress("identify", options.runs.size());
    parallel_for(order.size(), options.threads, [&](std::size_t at) {
      const std::size_t i = order[at];
      rows[i] = process(i, options.runs[i], stems[i], tools);
      progress.done_one();
    });
  }
  print_rows(rows);
  std::fflush(stdout);
  const bool any_failed = std::any_of(rows.begin(), rows.end(),
                                      [](const SummaryRow& row) { return row.status != "ok"; });
  if (any_failed) exit_code = 1;
  try {
    folder.write_summary(rows);
    folder.write_log(
        log_text(options, rows,
                 std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
  } catch (const Error& error) {
    // The rows stand on the console: the batch was processed, not whole.
    std::fprintf(stderr, "basepeak: %s\n", console_text(error.what()).c_str());
    exit_code = 1;
    return;
  }
  std::fprintf(stderr, "reports: %s\n", console_text(folder.summary_page().string()).c_str());
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
                   "compiled library (.bplib); without it the starter library")
      ->check(not_empty());
  verb->add_option("--method", options->method,
                   "method file (TOML), or the name of a method that comes with the program")
      ->check(not_empty());
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
  CLI::Option* acceptance =
      verb->add_option("--acceptance", options->acceptance,
                       "acceptance profile (TOML), or the name of one that comes with the program: "
                       "holds each library match against its criteria")
          ->check(not_empty());
  verb->add_option("--reference", options->references,
                   "runs of reference material of the same batch, for the acceptance profile; "
                   "without one the library's spectra are compared")
      ->needs(acceptance)
      ->check(not_empty());
  verb->add_option("-o,--output", options->output, "folder for the reports")
      ->required()
      ->check(not_empty());
  verb->add_option("--backend", options->backend,
                   "what searches: cpu, gpu:N, gpu:N,M for several cards, or auto for a GPU if "
                   "there is one; the answer is the "
                   "same")
      ->check(is_backend())
      ->capture_default_str();
  verb->add_option("-j,--threads", options->threads, "runs processed at the same time")
      ->check(CLI::Range(1, 1024));
  verb->footer(
      "Example:\n  basepeak identify batch/*.D --library swgdrug.bplib -o reports\n"
      "Writes reports/RUN.report.json, .csv and .html for each run, and summary.csv and .html;\n"
      "those that an earlier batch left under these names are removed first.\n"
      "Exit status: 0 every run processed whole, 1 some failed or could be used in part only\n"
      "(listed in the summary), 2 usage or a folder that\n"
      "cannot be written to, 3 library unusable. What is found never changes it.");
  verb->callback([options, &exit_code] { run_identify(*options, exit_code); });
}

}  // namespace basepeak
