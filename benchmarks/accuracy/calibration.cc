// How far the probabilities of EI library matches hold (with --by-ions those of the EI class model,
// with --ms2 those of MS/MS, too), and how often the true compound lies in the first reported
// group: every statement by a calibration that has not seen the query's compound. Nothing here is
// timed. The mixture of queries is the reference data's, not a laboratory's.
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "benchmarks/accuracy/confidence_levels.h"
#include "benchmarks/accuracy/reliability_plot.h"
#include "benchmarks/arguments.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using Json = nlohmann::ordered_json;

constexpr std::size_t kFolds = 5;

struct Population {
  const char* name;
  bool (*holds)(const std::string& label);
};
constexpr Population kPopulations[] = {{"fentanyls and precursors", train::is_fentanyl},
                                       {"drugs", train::is_drug}};

Json interval_json(const train::Interval& interval) { return {interval.low, interval.high}; }

Json group_ranks(const train::TrialSet& set,
                 const std::vector<train::CalibrationOutcome>& outcomes) {
  Json rows = Json::array();
  std::printf("%-26s %-24s %8s %9s %26s %8s %6s\n", "the true compound", "withheld", "queries",
              "compounds", "in the first group", "is first", "size");
  for (const Population& population : kPopulations) {
    for (const auto withheld : {train::Withheld::laboratory, train::Withheld::own_records}) {
      const auto rank = train::group_rank(
          set, outcomes, [&](const train::TrialSample& sample, const train::Trial& trial) {
            return trial.withheld == withheld && population.holds(sample.label);
          });
      const auto interval = train::exact_interval(rank.in_group, rank.trials);
      const double n = static_cast<double>(rank.trials);
      std::printf("%-26s %-24s %8zu %9zu %6.1f %% (%5.1f to %5.1f) %8.1f %6.2f\n", population.name,
                  name(withheld), rank.trials, rank.compounds,
                  100.0 * static_cast<double>(rank.in_group) / n, 100.0 * interval.low,
                  100.0 * interval.high, 100.0 * static_cast<double>(rank.first) / n,
                  rank.mean_size);
      rows.push_back({{"population", population.name},
                      {"withheld", name(withheld)},
                      {"queries", rank.trials},
                      {"compounds", rank.compounds},
                      {"in_first_group", rank.in_group},
                      {"interval_95", interval_json(interval)},
                      {"best_match_right", rank.first},
                      {"mean_group_size", rank.mean_size}});
    }
  }
  return rows;
}

// The rows of the table and the panels of levels.
void add_levels(const std::vector<Level>& levels, Json& rows,
                std::vector<ReliabilityPanel>& panels) {
  for (const Level& level : levels) {
    const train::Reliability r = train::reliability_of(level.statements);
    std::printf("%-36s %10zu %7.4f %7.4f %7.4f %8.4f %7.4f %8zu %6zu  (%.4f to %.4f)\n",
                level.name.c_str(), r.count, r.calibration_error, r.chance_error, r.brier,
                r.log_loss, r.cllr, r.sure, r.sure_wrong, r.sure_wrong_interval.low,
                r.sure_wrong_interval.high);
    std::fflush(stdout);
    rows.push_back(json_of(level));
    panels.push_back({level.name, r});
  }
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--nist", "--threads", "--json", "--plot"},
                            {"--by-ions", "--ms2"});
  const auto data_folder = reference_data(arguments.text("--data", ""));
  const auto path = reference_library(data_folder, ReferenceSet::ei,
                                      library_cache(arguments.text("--cache", "")));
  const Library library = Library::open(path);
  const std::string nist = arguments.text("--nist", "");
  const std::size_t threads = arguments.number("--threads", 2);
  const EiMatches matches = ei_matches(library, data_folder, nist, threads, kFolds);

  Json json;
  json["library"] = {{"checksum", library.checksum()}, {"records", library.size()}};
  json["folds"] = kFolds;
  json["seed"] = train::CalibrationFitSettings().seed;
  json["isomer_groups"] = group_ranks(matches.set, matches.outcomes);

  std::printf("\n%-36s %10s %7s %7s %7s %8s %7s %8s %6s\n", "level of statement", "statements",
              "ECE", "chance", "Brier", "log loss", "Cllr", ">= 0.99", "wrong");
  Json rows = Json::array();
  std::vector<ReliabilityPanel> panels;
  add_levels(levels_of(matches), rows, panels);
  if (arguments.has("--by-ions")) {
    add_levels(levels_of(ei_class(data_folder, nist, threads, kFolds)), rows, panels);
  }
  if (arguments.has("--ms2")) {
    const auto ms2_path = reference_library(data_folder, ReferenceSet::ms2,
                                            library_cache(arguments.text("--cache", "")));
    add_levels(ms2_match_levels(ms2_path, data_folder, threads, kFolds), rows, panels);
    add_levels(levels_of(ms2_class(data_folder, threads)), rows, panels);
  }
  json["reliability"] = std::move(rows);
  if (const std::string to = arguments.text("--json", ""); !to.empty()) {
    std::ofstream(to) << json.dump(1) << "\n";
  }
  if (const std::string to = arguments.text("--plot", ""); !to.empty()) {
    std::ofstream(to) << reliability_plot(panels);
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("calibration", [&] { return run(count, words); });
}
