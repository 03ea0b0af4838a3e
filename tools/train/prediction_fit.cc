#include "tools/train/prediction_fit.h"

#include <cstdio>

#include "engine/sha256.h"
#include "tools/train/class_samples.h"
#include "tools/train/ei_cross_validation.h"
#include "tools/train/quality_fit.h"

namespace basepeak::train {
namespace {

std::string settings_text(const BoostedSettings& settings) {
  char text[200];
  std::snprintf(
      text, sizeof text,
      "depth %d, rate %.3f, rows %.2f, columns %.2f, least child %.0f, bins %d, rounds %d, "
      "seed %u",
      settings.depth, settings.learning_rate, settings.row_share, settings.column_share,
      settings.least_child, settings.bins, settings.rounds, settings.seed);
  return text;
}

std::string accessions_hash(const std::vector<const MoleculeSample*>& samples) {
  Sha256 hash;
  for (const MoleculeSample* sample : samples) {
    const std::string row = sample->sample->accession + "\n";
    hash.add(std::as_bytes(std::span(row.data(), row.size())));
  }
  return hash.finish_hex();
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

}  // namespace

EiModel fit_prediction(const PredictionFitSettings& settings) {
  const auto samples = read_ei_samples(settings.spectra, settings.families);
  const auto molecules = molecule_samples(samples);
  std::vector<const MoleculeSample*> of_class;
  std::vector<const MoleculeSample*> others;
  for (const MoleculeSample& molecule : molecules)
    (molecule.sample->is_class ? of_class : others).push_back(&molecule);

  EiModel model;
  model.generic = fit_generic(others, kGenericSettings);
  const GenericAnswers generic(of_class, model.generic, settings.threads);
  LeaveOutRule rule;
  rule.group = [&](const MoleculeSample& sample) {
    return std::to_string(fold_of(sample.sample->compound, settings.folds, "fold"));
  };
  const auto left_out =
      predict_left_out(of_class, generic, rule, kStackerSettings, settings.threads);
  std::vector<std::vector<double>> features;
  std::vector<double> cosines;
  double cosine_sum = 0.0;
  double entropy_sum = 0.0;
  for (const LeftOut& one : left_out) {
    const Likeness alike = likeness_of(one.stacked, one);
    features.emplace_back(one.quality.begin(), one.quality.end());
    cosines.push_back(alike.cosine);
    cosine_sum += alike.cosine;
    entropy_sum += alike.entropy;
  }
  model.quality = fit_quality(features, cosines);
  AnalogueSet set;
  for (const MoleculeSample* sample : of_class)
    set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
  model.stacker = fit_stacker(
      of_class, set, generic, [](std::string_view) { return false; }, kStackerSettings,
      settings.threads);

  const auto count = static_cast<double>(cosines.size());
  std::string& manifest = model.manifest;
  manifest = "what: EI spectra of analogues: generic scorer, stacker, quality estimate\n";
  for (const std::string& family : settings.families) {
    const auto file = settings.spectra / ("ei_" + family + ".msp.gz");
    manifest += "data: " + file.filename().string() + " sha256 " + sha256_file(file) + "\n";
  }
  manifest +=
      "licences: MassBank-data 2025.05.1 (CC0, CC BY, CC BY-SA), SWGDRUG MS library 3.9 (free "
      "public "
      "library)\n"
      "generic scorer: " +
      std::to_string(others.size()) + " molecules, accessions sha256 " + accessions_hash(others) +
      "; " + settings_text(kGenericSettings) + "\n" +
      "stacker: " + std::to_string(of_class.size()) + " class compounds, accessions sha256 " +
      accessions_hash(of_class) + "; " + settings_text(kStackerSettings) + "\n" +
      "left out one by one, stacked: cosine " + number(cosine_sum / count) + ", entropy " +
      number(entropy_sum / count) + ", n " + std::to_string(cosines.size()) + "\n" +
      "held out of the generic scorer (InChIKey, first block):";
  for (const MoleculeSample* sample : of_class) manifest += " " + sample->sample->compound;
  manifest += "\n";
  return model;
}

}  // namespace basepeak::train
