#include "tools/train/prediction_fit.h"

#include <cstdio>
#include <map>

#include "engine/sha256.h"
#include "tools/train/quality_cases.h"
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

// "; compound: cosine 0.9600, n 163" for each population.
std::string means_of(const std::vector<QualityCase>& cases) {
  std::map<std::string, std::pair<double, std::size_t>> sums;
  for (const QualityCase& one : cases) {
    sums[one.population].first += one.cosine;
    ++sums[one.population].second;
  }
  std::string text;
  for (const auto& [population, sum] : sums) {
    char part[120];
    std::snprintf(part, sizeof part, "; %s: cosine %.4f, n %zu", population.c_str(),
                  sum.first / static_cast<double>(sum.second), sum.second);
    text += part;
  }
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
  std::vector<const MoleculeSample*> learned;
  for (const MoleculeSample* sample : others)
    if (!is_held_out(*sample)) learned.push_back(sample);
  const auto cases = quality_cases(of_class, generic, others,
                                   fit_generic(learned, kGenericSettings), settings.threads);
  std::vector<std::vector<double>> features;
  std::vector<double> cosines;
  for (const QualityCase& one : cases) {
    features.emplace_back(one.features.begin(), one.features.end());
    cosines.push_back(one.cosine);
  }
  model.quality = fit_scaled_quality(features, cosines);
  AnalogueSet set;
  for (const MoleculeSample* sample : of_class)
    set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
  model.stacker = fit_stacker(
      of_class, set, generic, [](std::string_view) { return false; }, kStackerSettings,
      settings.threads);

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
      "quality estimate: " + std::to_string(cases.size()) +
      " predictions of compounds that no model had seen, " + std::to_string(learned.size()) +
      " molecules in the scorer of those outside the class" + means_of(cases) + "\n" +
      "held out of the generic scorer (InChIKey, first block):";
  for (const MoleculeSample* sample : of_class) manifest += " " + sample->sample->compound;
  manifest += "\n";
  return model;
}

}  // namespace basepeak::train
