#include "benchmarks/accuracy/confidence_levels.h"

#include <algorithm>

#include "engine/identify/model_text.h"
#include "tools/train/ms2_class_report.h"
#include "tools/train/train_calibration.h"

namespace basepeak::benchmarks {

namespace {

namespace fs = std::filesystem;

const fs::path kSource = BASEPEAK_SOURCE_DIR;

// Families whose licences allow a fitted MS/MS model in the project.
const std::vector<std::string> kFittedMs2 = {"open", "sharealike"};

}  // namespace

nlohmann::ordered_json json_of(const Level& level) {
  using Json = nlohmann::ordered_json;
  const train::Reliability r = train::reliability_of(level.statements);
  Json bins = Json::array();
  for (const auto& bin : r.bins) {
    if (bin.count == 0) continue;
    bins.push_back({{"count", bin.count},
                    {"weight", bin.weight},
                    {"stated", bin.stated},
                    {"found", bin.found}});
  }
  return {{"level", level.name},
          {"statements", r.count},
          {"expected_calibration_error", r.calibration_error},
          {"error_by_chance_alone", r.chance_error},
          {"brier", r.brier},
          {"log_loss", r.log_loss},
          {"cllr", r.cllr},
          {"stated_99_percent_or_more", r.sure},
          {"of_these_wrong", r.sure_wrong},
          {"wrong_interval_95", Json({r.sure_wrong_interval.low, r.sure_wrong_interval.high})},
          {"bins", std::move(bins)}};
}

EiMatches ei_matches(const Library& library, const fs::path& data, const fs::path& nist,
                     std::size_t threads, std::size_t folds) {
  train::TrialSettings settings =
      train::calibration_data(data / "spectra", nist, kSource / "libraries" / "starter");
  settings.threads = threads;
  EiMatches matches;
  matches.set = train::make_trials(library, settings);
  matches.outcomes = train::cross_validate(matches.set, train::calibration_families(), {}, folds);
  return matches;
}

std::vector<Level> levels_of(const EiMatches& matches) {
  Level group{"EI: compound in the group", {}};
  Level stated{"EI: the same, match stated", {}};
  Level candidate{"EI: likeliest candidate", {}};
  Level compound_class{"EI: class, by library", {}};
  Level sites{"EI: class and sites, by library", {}};
  for (const auto& outcome : matches.outcomes) {
    group.statements.push_back(outcome.group);
    candidate.statements.push_back(outcome.candidate);
    if (train::states_match(*outcome.trial)) stated.statements.push_back(outcome.group);
    if (outcome.compound_class) compound_class.statements.push_back(*outcome.compound_class);
    if (outcome.sites) sites.statements.push_back(*outcome.sites);
  }
  return {group, stated, candidate, compound_class, sites};
}

EiClass ei_class(const fs::path& data, const fs::path& nist, std::size_t threads,
                 std::size_t folds) {
  EiClass recognition;
  auto& samples = recognition.samples;
  samples = train::read_reference_spectra(
      data / "spectra", {"open", "sharealike", "swgdrug", "noncommercial", "nolicence"});
  if (!nist.empty()) {
    auto more = train::read_nist_spectra(nist, kSource / "libraries" / "starter");
    std::move(more.begin(), more.end(), std::back_inserter(samples));
  }
  train::weigh_by_compound(samples);
  train::ClassFitSettings settings;
  settings.threads = threads;
  recognition.found =
      train::cross_validate(samples, train::calibration_families(), embedded_site_table(),
                            embedded_ion_table(), settings, folds);
  return recognition;
}

std::vector<train::ClassOutcome> of_fitted_families(
    const std::vector<train::ClassOutcome>& outcomes, bool are_fitted) {
  const auto& fitted = train::calibration_families();
  std::vector<train::ClassOutcome> picked;
  for (const auto& outcome : outcomes) {
    const bool is_fitted =
        std::find(fitted.begin(), fitted.end(), outcome.sample->family) != fitted.end();
    if (is_fitted == are_fitted) picked.push_back(outcome);
  }
  return picked;
}

std::vector<Level> levels_of(const EiClass& recognition) {
  const auto by_ions = of_fitted_families(recognition.found.by_ions, true);
  const auto beside = of_fitted_families(recognition.found.with_neighbours, true);
  return {{"EI: fentanyl class, by ions", train::class_statements(by_ions)},
          {"EI: its sites, by ions", train::site_statements(by_ions)},
          {"EI: fentanyl class, with neighbours", train::class_statements(beside)},
          {"EI: its sites, with neighbours", train::site_statements(beside)}};
}

Ms2Class ms2_class(const fs::path& data, std::size_t threads) {
  Ms2Class recognition;
  train::Ms2ClassFitSettings settings;
  settings.threads = threads;
  recognition.prior = settings.prior;
  const SiteTable table = SiteTable::parse(embedded_site_table());
  const Ms2ClassModel unfitted = train::unfitted_ms2_model(embedded_ms2_ions(), settings);
  recognition.samples =
      train::read_ms2_spectra(data / "spectra", {"open", "sharealike", "noncommercial"});
  const auto judged = train::sift(recognition.samples, table, unfitted, threads);
  recognition.found =
      train::cross_validate_ms2(judged, kFittedMs2, table, embedded_ms2_ions(), settings);
  std::vector<train::Ms2Judged> used;
  std::copy_if(judged.begin(), judged.end(), std::back_inserter(used), [](const auto& j) {
    return std::find(kFittedMs2.begin(), kFittedMs2.end(), j.sample->family) != kFittedMs2.end();
  });
  const Ms2ClassModel model = train::fit_ms2_class(used, table, embedded_ms2_ions(), settings);
  for (const char* file : {"highresnps_consensus_fragments.msp", "dart_iscid_pure.msp"}) {
    auto& stress = recognition.stress.emplace_back();
    stress.file = file;
    stress.samples = train::read_stress_spectra(data / "extras" / file);
    stress.found = train::answer_ms2(train::sift(stress.samples, table, unfitted, threads), table,
                                     model, threads);
  }
  return recognition;
}

std::vector<Level> levels_of(const Ms2Class& recognition) {
  return {{"MS/MS: fentanyl class, by ions",
           train::ms2_class_statements(recognition.found, recognition.prior)}};
}

std::vector<Level> ms2_match_levels(const fs::path& library_file, const fs::path& data,
                                    std::size_t threads, std::size_t folds) {
  train::Ms2CalibrationOptions options;
  options.spectra = data / "spectra";
  options.threads = threads;
  options.folds = folds;
  const Library library = Library::open(library_file);
  const auto trials = train::make_ms2_trials(library, options);
  Level group{"MS/MS: compound in the group", {}};
  Level stated{"MS/MS: the same, match stated", {}};
  Level candidate{"MS/MS: likeliest candidate", {}};
  for (const auto& outcome : train::cross_validate_ms2_calibration(trials, options)) {
    group.statements.push_back(outcome.group);
    candidate.statements.push_back(outcome.candidate);
    if (outcome.is_match) stated.statements.push_back(outcome.group);
  }
  return {group, stated, candidate};
}

}  // namespace basepeak::benchmarks
