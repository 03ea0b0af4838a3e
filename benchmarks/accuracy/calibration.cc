// How far the probabilities of EI library matches hold, and how often the true compound lies in the
// first reported group: every statement by a calibration that has not seen the query's compound.
// Nothing here is timed. The mixture of queries is the reference data's, not a laboratory's.
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "benchmarks/accuracy/reliability_plot.h"
#include "benchmarks/arguments.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "tools/train/calibration_evaluation.h"
#include "tools/train/train_calibration.h"

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

Json reliability_json(const std::string& level, const train::Reliability& r) {
  Json bins = Json::array();
  for (const auto& bin : r.bins) {
    if (bin.count == 0) continue;
    bins.push_back({{"count", bin.count},
                    {"weight", bin.weight},
                    {"stated", bin.stated},
                    {"found", bin.found}});
  }
  return {{"level", level},
          {"statements", r.count},
          {"expected_calibration_error", r.calibration_error},
          {"error_by_chance_alone", r.chance_error},
          {"brier", r.brier},
          {"log_loss", r.log_loss},
          {"cllr", r.cllr},
          {"stated_99_percent_or_more", r.sure},
          {"of_these_wrong", r.sure_wrong},
          {"wrong_interval_95", interval_json(r.sure_wrong_interval)},
          {"bins", std::move(bins)}};
}

// A level's statements, its row of the table and its panel.
void add_level(const std::string& level, const std::vector<train::Stated>& statements, Json& rows,
               std::vector<ReliabilityPanel>& panels) {
  const train::Reliability r = train::reliability_of(statements);
  std::printf("%-34s %10zu %7.4f %7.4f %7.4f %8.4f %7.4f %8zu %6zu  (%.4f to %.4f)\n",
              level.c_str(), r.count, r.calibration_error, r.chance_error, r.brier, r.log_loss,
              r.cllr, r.sure, r.sure_wrong, r.sure_wrong_interval.low, r.sure_wrong_interval.high);
  rows.push_back(reliability_json(level, r));
  panels.push_back({level, r});
}

// The class model's own statements, by the ions alone and beside the other compounds' spectra, made
// by a model that has not seen the compound.
void add_recognition(const std::filesystem::path& spectra, const std::filesystem::path& nist,
                     std::size_t threads, Json& rows, std::vector<ReliabilityPanel>& panels) {
  const std::filesystem::path starter =
      std::filesystem::path(BASEPEAK_SOURCE_DIR) / "libraries" / "starter";
  auto samples = train::read_reference_spectra(spectra, {"open", "sharealike", "swgdrug"});
  if (!nist.empty()) {
    auto more = train::read_nist_spectra(nist, starter);
    std::move(more.begin(), more.end(), std::back_inserter(samples));
  }
  train::weigh_by_compound(samples);
  train::ClassFitSettings settings;
  settings.threads = threads;
  const train::CrossValidation found =
      train::cross_validate(samples, train::calibration_families(), embedded_site_table(),
                            embedded_ion_table(), settings, kFolds);
  const auto add = [&](const std::vector<train::ClassOutcome>& outcomes, const std::string& how) {
    std::vector<train::Stated> compound_class;
    std::vector<train::Stated> sites;
    for (const auto& outcome : outcomes) {
      const bool is_class = outcome.sample->sites.has_value();
      compound_class.push_back({outcome.probability, is_class, 1.0});
      if (is_class) sites.push_back({outcome.site_probability, outcome.rank == 1, 1.0});
    }
    add_level("fentanyl class, " + how, compound_class, rows, panels);
    add_level("sites of a fentanyl, " + how, sites, rows, panels);
  };
  add(found.by_ions, "by ions");
  add(found.with_neighbours, "with neighbours");
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--nist", "--threads", "--json", "--plot"},
                            {"--by-ions"});
  const auto data_folder = reference_data(arguments.text("--data", ""));
  const auto path = reference_library(data_folder, ReferenceSet::ei,
                                      library_cache(arguments.text("--cache", "")));
  const Library library = Library::open(path);
  train::TrialSettings data =
      train::calibration_data(data_folder / "spectra", arguments.text("--nist", ""),
                              std::filesystem::path(BASEPEAK_SOURCE_DIR) / "libraries" / "starter");
  data.threads = arguments.number("--threads", 2);
  const train::TrialSet set = train::make_trials(library, data);
  const train::CalibrationFitSettings settings;
  const auto outcomes = train::cross_validate(set, train::calibration_families(), settings, kFolds);

  Json json;
  json["library"] = {{"checksum", library.checksum()}, {"records", library.size()}};
  json["folds"] = kFolds;
  json["seed"] = settings.seed;
  json["isomer_groups"] = group_ranks(set, outcomes);

  std::printf("\n%-34s %10s %7s %7s %7s %8s %7s %8s %6s\n", "level of statement", "statements",
              "ECE", "chance", "Brier", "log loss", "Cllr", ">= 0.99", "wrong");
  Json rows = Json::array();
  std::vector<ReliabilityPanel> panels;
  std::vector<train::Stated> group;
  std::vector<train::Stated> stated;
  std::vector<train::Stated> candidate;
  std::vector<train::Stated> compound_class;
  std::vector<train::Stated> sites;
  for (const auto& outcome : outcomes) {
    group.push_back(outcome.group);
    candidate.push_back(outcome.candidate);
    if (train::states_match(*outcome.trial)) stated.push_back(outcome.group);
    if (outcome.compound_class) compound_class.push_back(*outcome.compound_class);
    if (outcome.sites) sites.push_back(*outcome.sites);
  }
  add_level("compound in the group", group, rows, panels);
  add_level("the same, match stated", stated, rows, panels);
  add_level("likeliest candidate", candidate, rows, panels);
  add_level("class, by library", compound_class, rows, panels);
  add_level("class and sites, by library", sites, rows, panels);
  if (arguments.has("--by-ions")) {
    add_recognition(data.spectra, data.nist, data.threads, rows, panels);
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
