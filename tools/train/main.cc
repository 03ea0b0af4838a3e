#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <set>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "engine/sha256.h"
#include "tools/train/class_evaluation.h"
#include "tools/train/esi_fit.h"
#include "tools/train/ms2_calibration_fit.h"
#include "tools/train/prediction_fit.h"
#include "tools/train/train_calibration.h"
#include "tools/train/train_ms2_class.h"

namespace {

using namespace basepeak;
namespace fs = std::filesystem;

// Families whose licences allow a fitted model in the project.
const std::vector<std::string> kFitted = {"open", "sharealike", "swgdrug", "nist"};

struct Options {
  fs::path spectra;
  fs::path nist;
  fs::path starter;
  fs::path models;
  fs::path output;
  std::size_t folds = 0;
  train::ClassFitSettings settings;
};

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::input, path.string() + ": it cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

void state_facts(const std::vector<const train::ClassSample*>& used, const Options& options,
                 ClassModel& model) {
  std::set<std::string> compounds;
  std::size_t positives = 0;
  std::size_t negatives = 0;
  Sha256 hash;
  for (const auto* sample : used) {
    if (sample->is_neutral()) continue;
    const std::string row = sample->accession + "\n";
    hash.add(std::as_bytes(std::span(row.data(), row.size())));
    if (sample->sites) compounds.insert(sample->compound);
    ++(sample->sites ? positives : negatives);
  }
  std::vector<std::string> facts = {
      "class: fentanyl, EI",
      "fitted on: MassBank-data 2025.05.1 (CC0, CC BY, CC BY-SA), SWGDRUG MS library "
      "3.9, NIST mds2-2418",
      "class spectra: " + std::to_string(positives) + " of " + std::to_string(compounds.size()) +
          " compounds",
      "other spectra: " + std::to_string(negatives),
      "accessions, SHA-256: " + hash.finish_hex(),
      "seed: " + options.settings.seed};
  facts.insert(facts.end(), model.facts.begin(), model.facts.end());
  model.facts = facts;
}

void train_class(const Options& options) {
  const std::string site_table = read_text(options.models / "fentanyl_sites.tsv");
  const std::string ion_table = read_text(options.models / "fentanyl_ions.tsv");
  std::vector<train::ClassSample> samples = train::read_reference_spectra(
      options.spectra, {"open", "sharealike", "swgdrug", "noncommercial", "nolicence"});
  if (!options.nist.empty()) {
    auto nist = train::read_nist_spectra(options.nist, options.starter);
    std::move(nist.begin(), nist.end(), std::back_inserter(samples));
  }
  train::weigh_by_compound(samples);
  if (options.folds > 0) {
    const train::CrossValidation found = train::cross_validate(
        samples, kFitted, site_table, ion_table, options.settings, options.folds);
    const auto report = [](const std::vector<train::ClassOutcome>& outcomes, const char* how) {
      std::vector<train::ClassOutcome> fitted;
      std::vector<train::ClassOutcome> others;
      for (const auto& outcome : outcomes) {
        const bool is_fitted =
            std::find(kFitted.begin(), kFitted.end(), outcome.sample->family) != kFitted.end();
        (is_fitted ? fitted : others).push_back(outcome);
      }
      const std::string title = std::string("Compound left out, ") + how;
      std::cout << train::class_report(fitted, title + ", families of the fit")
                << train::class_report(others, title + ", families never fitted on");
    };
    report(found.by_ions, "by the ions alone");
    report(found.with_neighbours, "beside the other compounds' spectra");
  }
  if (options.output.empty()) return;
  std::vector<const train::ClassSample*> used;
  for (const auto& sample : samples) {
    if (std::find(kFitted.begin(), kFitted.end(), sample.family) != kFitted.end()) {
      used.push_back(&sample);
    }
  }
  ClassModel model = train::fit_class_model(used, site_table, ion_table, options.settings);
  state_facts(used, options, model);
  std::ofstream file(options.output, std::ios::binary);
  file << write_class_model(model, ion_table);
  if (!file.flush()) {
    throw Error(ErrorKind::input, options.output.string() + ": it cannot be written");
  }
  for (const std::string& fact : model.facts) std::cout << fact << "\n";
  std::cout << "site sharpness " << model.site_sharpness << ", class slope " << model.class_slope
            << ", offset " << model.class_offset << ", threshold " << model.call_threshold << "\n";
}

void train_prediction(train::PredictionFitSettings settings, const fs::path& output) {
  // The NIST replicates are of compounds that SWGDRUG has.
  settings.families = {"swgdrug", "sharealike", "open"};
  EiModel model = train::fit_prediction(settings);
  write_ei_model(output, model);
  std::cout << model.manifest << "sha256 " << model.checksum << "\n";
}

void train_esi_prediction(train::EsiFitSettings settings, const fs::path& output) {
  settings.families = {"open", "sharealike"};
  EsiModel model = train::fit_esi_prediction(settings);
  write_esi_model(output, model);
  std::cout << model.manifest << "sha256 " << model.checksum << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Fits Basepeak's models from reference spectra (development only)");
  app.require_subcommand(1);
  Options options;
  CLI::App* verb = app.add_subcommand("class", "Recognition of the fentanyl class in EI");
  verb->add_option("--spectra", options.spectra, "Folder of ei_*.msp.gz and compounds.tsv")
      ->required();
  verb->add_option("--nist", options.nist, "Unpacked folder of NIST mds2-2418");
  verb->add_option("--starter", options.starter, "libraries/starter")->required();
  verb->add_option("--models", options.models, "libraries/models")->required();
  verb->add_option("-o", options.output, "Model file to write");
  verb->add_option("--cross-validate", options.folds, "Folds of a cross-validation to report");
  verb->add_option("-j", options.settings.threads, "Threads");
  verb->add_option("--seed", options.settings.seed, "Seed of the folds");
  verb->add_option("--site-penalty", options.settings.site_penalty, "Penalty of the site weights");
  verb->add_option("--class-penalty", options.settings.class_penalty,
                   "Penalty of the class weights");
  train::Ms2ClassOptions ms2_class;
  CLI::App* class_ms2 =
      app.add_subcommand("class-ms2", "Recognition of the fentanyl class in MS/MS");
  class_ms2
      ->add_option("--spectra", ms2_class.spectra,
                   "Folder of esi_pos_ms2_*.msp.gz and compounds.tsv")
      ->required();
  class_ms2->add_option("--models", ms2_class.models, "libraries/models")->required();
  class_ms2->add_option("--stress", ms2_class.stress, "MSP files of structures, answered besides");
  class_ms2->add_flag("--cross-validate", ms2_class.is_cross_validated,
                      "Report with each class compound left out");
  class_ms2->add_option("-o", ms2_class.output, "Model file to write");
  class_ms2->add_option("-j", ms2_class.settings.threads, "Threads");
  train::CalibrationOptions calibration;
  CLI::App* calibrate = app.add_subcommand("calibration", "Probabilities of EI library matches");
  calibrate->add_option("--library", calibration.library, "Compiled library of the EI spectra")
      ->required();
  calibrate->add_option("--spectra", calibration.spectra, "Folder of ei_*.msp.gz and compounds.tsv")
      ->required();
  calibrate->add_option("--nist", calibration.nist, "Unpacked folder of NIST mds2-2418");
  calibrate->add_option("--starter", calibration.starter, "libraries/starter")->required();
  calibrate->add_option("-o", calibration.output, "Model file to write")->required();
  calibrate->add_option("-j", calibration.threads, "Threads");
  train::Ms2CalibrationOptions ms2_calibration;
  CLI::App* calibrate_ms2 =
      app.add_subcommand("calibration-ms2", "Probabilities of MS/MS library matches");
  calibrate_ms2
      ->add_option("--library", ms2_calibration.library, "Compiled library of the MS/MS spectra")
      ->required();
  calibrate_ms2
      ->add_option("--spectra", ms2_calibration.spectra,
                   "Folder of esi_pos_ms2_*.msp.gz and compounds.tsv")
      ->required();
  calibrate_ms2->add_flag("--cross-validate", ms2_calibration.is_cross_validated,
                          "Report with whole compounds left out");
  calibrate_ms2->add_option("-o", ms2_calibration.output, "Model file to write");
  calibrate_ms2->add_option("-j", ms2_calibration.threads, "Threads");
  train::PredictionFitSettings prediction;
  fs::path prediction_output;
  train::EsiFitSettings esi;
  bool is_esi = false;
  CLI::App* predict = app.add_subcommand("prediction", "Prediction of EI or MS/MS spectra");
  predict->add_option("--spectra", prediction.spectra, "Folder of the spectra and compounds.tsv")
      ->required();
  predict->add_flag("--esi", is_esi, "MS/MS spectra of [M+H]+ instead of EI");
  predict->add_option("--empty-share", esi.empty_share, "With --esi: formulas without a peak used");
  predict->add_option("--most-spectra", esi.most_spectra, "With --esi: spectra of a compound used");
  predict->add_option("--rounds", esi.generic.rounds, "With --esi: trees of the generic scorer");
  predict->add_option("--depth", esi.generic.depth, "With --esi: depth of those trees");
  predict->add_option("-o", prediction_output, "Model file to write")->required();
  predict->add_option("-j", prediction.threads, "Threads");
  CLI11_PARSE(app, argc, argv);
  try {
    if (calibrate->parsed()) {
      for (const std::string& fact : train::train_calibration(calibration)) {
        std::cout << fact << "\n";
      }
    } else if (calibrate_ms2->parsed()) {
      std::cout << train::train_ms2_calibration(ms2_calibration);
    } else if (class_ms2->parsed()) {
      std::cout << train::train_ms2_class(ms2_class);
    } else if (predict->parsed()) {
      esi.spectra = prediction.spectra;
      esi.threads = prediction.threads;
      if (is_esi) {
        train_esi_prediction(esi, prediction_output);
      } else {
        train_prediction(prediction, prediction_output);
      }
    } else {
      train_class(options);
    }
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << "\n";
    return 1;
  }
}
