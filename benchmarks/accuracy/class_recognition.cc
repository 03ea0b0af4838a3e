// What a report can say of a compound that the library lacks, and how far it holds: recognition of
// the fentanyl class and its sites by EI and by MS/MS, isomer groups, probabilities, known
// negatives, class wordings; each by models that have not seen the compound. The last table sets
// the figures beside what was aimed at. Nothing here is timed. A number shows how the method does
// on these compounds; it does not show what a laboratory's own mixture of samples does to it.
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "benchmarks/accuracy/confidence_levels.h"
#include "benchmarks/accuracy/known_cases.h"
#include "benchmarks/accuracy/reliability_plot.h"
#include "benchmarks/accuracy/requirement.h"
#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/error.h"
#include "tools/train/ms2_class_report.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kFolds = 5;

struct Measured {
  std::vector<Requirement> requirements;
  Json sets = Json::array();
  Json reliability = Json::array();
  std::vector<ReliabilityPanel> panels;
};

const train::NamedShare& named(const std::vector<train::NamedShare>& shares,
                               const std::string& what) {
  for (const auto& share : shares) {
    if (share.what == what) return share;
  }
  throw Error(ErrorKind::usage, "no figure " + what);
}

void add_calibration(const std::vector<Level>& levels, Measured& measured) {
  for (const Level& level : levels) {
    const train::Reliability r = train::reliability_of(level.statements);
    measured.reliability.push_back(json_of(level));
    measured.panels.push_back({level.name, r});
    measured.requirements.push_back(figure_at_most(
        0.03, "calibration error (" + std::to_string(r.chance_error).substr(0, 5) + " by chance)",
        level.name, r.calibration_error));
    measured.requirements.push_back(
        at_most(0.01, "stated at 0.99 and more and wrong", level.name, {"", r.sure_wrong, r.sure}));
  }
}

void add_set(const std::string& title, const std::vector<train::NamedShare>& shares,
             Measured& measured) {
  measured.sets.push_back({{"set", title}, {"shares", json_of(shares)}});
}

void measure_ms2_class(const fs::path& data, std::size_t threads, Measured& measured) {
  const Ms2Class recognition = ms2_class(data, threads);
  std::fputs(train::ms2_class_report(recognition.found, recognition.prior,
                                     "MS/MS, class compound left out")
                 .c_str(),
             stdout);
  const auto shares = train::ms2_class_shares(recognition.found);
  add_set("MS/MS, class compound left out", shares, measured);
  for (const auto& stress : recognition.stress) {
    const std::string title = stress.file + ", by the model of all";
    std::fputs(train::ms2_class_report(stress.found, recognition.prior, title).c_str(), stdout);
    add_set(title, train::ms2_class_shares(stress.found), measured);
  }
  const std::string on = "measured class spectra, ESI MS/MS";
  measured.requirements.push_back(
      at_least(1.0, "class called", on, named(shares, "called, class")));
  measured.requirements.push_back(at_most(0.001, "called though it is not",
                                          "all other MS/MS spectra",
                                          named(shares, "false alarms, all spectra")));
  add_calibration(levels_of(recognition), measured);
}

void measure_ei_class(const fs::path& data, const fs::path& nist, std::size_t threads,
                      Measured& measured) {
  const EiClass recognition = ei_class(data, nist, threads, kFolds);
  const auto report = [&](const std::vector<train::ClassOutcome>& outcomes, const char* how) {
    for (const bool are_fitted : {true, false}) {
      const std::string title =
          std::string("EI, compound left out, ") + how +
          (are_fitted ? ", families of the fit" : ", families never fitted on");
      const auto picked = of_fitted_families(outcomes, are_fitted);
      std::fputs(train::class_report(picked, title).c_str(), stdout);
      add_set(title, train::class_shares(picked), measured);
    }
  };
  report(recognition.found.by_ions, "by the ions alone");
  report(recognition.found.with_neighbours, "beside the other compounds' spectra");

  const auto outcomes = of_fitted_families(recognition.found.with_neighbours, true);
  const auto shares = train::class_shares(outcomes);
  const std::string on = "class compounds and precursors, EI, mass not given";
  auto& rows = measured.requirements;
  rows.push_back(at_least(0.99, "class detected at 0.1 % false alarms", on,
                          train::detected_at(outcomes, 0.001)));
  rows.push_back(at_least(0.99, "class detected at 1 % (the published anchor)", on,
                          train::detected_at(outcomes, 0.01)));
  rows.push_back(at_least(0.92, "changed sites right", on, named(shares, "changed sites right")));
  rows.push_back(at_least(0.80, "formulas of all four sites right, first", on,
                          named(shares, "sites right, first answer")));
  rows.push_back(at_least(0.95, "the same, in the first three", on,
                          named(shares, "sites right, in the first three")));
  const auto look_alikes = look_alikes_called(recognition.found.with_neighbours);
  add_set("Known look-alikes, EI", {look_alikes}, measured);
  rows.push_back(at_most(0.0, "called fentanyl", "known look-alikes, EI", look_alikes));
  add_calibration(levels_of(recognition), measured);
}

void measure_groups(const fs::path& data, const fs::path& nist, const fs::path& cache,
                    std::size_t threads, Measured& measured) {
  const Library library = Library::open(reference_library(data, ReferenceSet::ei, cache));
  const EiMatches matches = ei_matches(library, data, nist, threads, kFolds);
  const auto add = [&](double bar, const std::string& on, bool (*holds)(const std::string&)) {
    const auto rank =
        train::group_rank(matches.set, matches.outcomes,
                          [&](const train::TrialSample& sample, const train::Trial& t) {
                            return t.withheld == train::Withheld::laboratory && holds(sample.label);
                          });
    const train::NamedShare share{"compound in the first group", rank.in_group, rank.trials};
    add_set(on, {share, {"best match right", rank.first, rank.trials}}, measured);
    measured.requirements.push_back(at_least(bar, share.what, on, share));
  };
  add(0.98, "fentanyls, EI, another laboratory's spectrum", train::is_fentanyl);
  add(0.93, "drugs, EI, another laboratory's spectrum", train::is_drug);
  add_calibration(levels_of(matches), measured);
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--nist", "--threads", "--json", "--plot"});
  static_cast<void>(environment());  // refuses before the work
  const fs::path data = reference_data(arguments.text("--data", ""));
  const fs::path nist = arguments.text("--nist", "");
  const fs::path cache = library_cache(arguments.text("--cache", ""));
  const std::size_t threads = arguments.number("--threads", 2);
  Measured measured;
  measure_ms2_class(data, threads, measured);
  measure_ei_class(data, nist, threads, measured);
  measure_groups(data, nist, cache, threads, measured);
  add_calibration(
      ms2_match_levels(reference_library(data, ReferenceSet::ms2, cache), data, threads, kFolds),
      measured);
  const auto wording = wording_cases_right(data / "../domain/check/class-scope-cases.tsv");
  add_set("Class wordings", {wording}, measured);
  measured.requirements.push_back(
      at_least(1.0, "judged as the texts say", "cases of class wordings", wording));
  std::printf("\n%s", table_of(measured.requirements).c_str());

  if (const std::string to = arguments.text("--json", ""); !to.empty()) {
    Json json;
    for (const auto& [name, value] : environment()) json["environment"][name] = value;
    json["folds"] = kFolds;
    json["nist"] = !nist.empty();
    json["requirements"] = json_of(measured.requirements);
    json["reliability"] = std::move(measured.reliability);
    json["sets"] = std::move(measured.sets);
    std::ofstream file(to);
    file << json.dump(1) << "\n";
    if (!file.flush()) throw Error(ErrorKind::input, to + ": it cannot be written");
  }
  if (const std::string to = arguments.text("--plot", ""); !to.empty()) {
    std::ofstream file(to);
    file << reliability_plot(measured.panels);
    if (!file.flush()) throw Error(ErrorKind::input, to + ": it cannot be written");
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("class_recognition", [&] { return run(count, words); });
}
