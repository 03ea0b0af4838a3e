// How many EI spectra are predicted in a second of one core, and where the time goes. Class
// compounds of the reference library are asked for, their own spectra left out; how like those the
// predictions are stands beside the speed.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/chemistry/substructure.h"
#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/asked_molecule.h"
#include "engine/predict/ei_models.h"
#include "engine/predict/ei_predictor.h"
#include "engine/predict/library_analogues.h"
#include "engine/predict/quality.h"
#include "libraries/interchange/predicted_json.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;

constexpr const char* kClassSkeleton = "[NX3;R]1[#6][#6][#6]([NX3;!R]c)[#6][#6]1";

struct Asked {
  std::string smiles;
  std::string compound;
  NominalSpectrum measured;
};

std::vector<Asked> class_compounds(const Library& library, const LibraryAnalogues& analogues) {
  const SubstructurePattern skeleton(kClassSkeleton);
  std::vector<Asked> found;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < analogues.set.size(); ++i) {
    const std::string smiles(library.smiles(analogues.records[i]));
    const std::string& compound = analogues.set.compound(i);
    if (!find_substructures(smiles, std::span(&skeleton, 1)).front()) continue;
    if (seen.insert(compound).second) {
      found.push_back({smiles, compound,
                       nominal_spectrum(library.peaks(analogues.records[i]),
                                        static_cast<std::size_t>(kHighestNominalMass))});
    }
  }
  return found;
}

double cosine(const Asked& asked, const Prediction& prediction) {
  std::vector<double> predicted(static_cast<std::size_t>(kHighestNominalMass), 0.0);
  for (const PredictedPeak& peak : prediction.peaks)
    predicted[static_cast<std::size_t>(peak.mz)] = std::sqrt(peak.intensity);
  std::vector<double> measured;
  for (const double intensity : asked.measured) measured.push_back(std::sqrt(intensity));
  for (std::size_t m = 0; m < kLowestGenericMass; ++m) predicted[m] = measured[m] = 0.0;
  return root_cosine(predicted, measured);
}

// Predictions on two threads must be those of one. Returns their mean cosine with measurements.
double check(const EiPredictor& predictor, const std::vector<Asked>& asked,
             const PredictionSettings& settings) {
  std::vector<std::string> together(asked.size());
  parallel_for(asked.size(), 2, [&](std::size_t i) {
    together[i] = predicted_json(predictor.predict(asked[i].smiles, "", settings));
  });
  double sum = 0.0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const Prediction prediction = predictor.predict(asked[i].smiles, "", settings);
    if (predicted_json(prediction) != together[i])
      throw Error(ErrorKind::input, asked[i].smiles + ": two threads predict it otherwise");
    sum += cosine(asked[i], prediction);
  }
  return sum / static_cast<double>(asked.size());
}

struct Part {
  std::string name;
  std::vector<double> per_second;  // one a repetition
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int run(int count, char** words) {
  const Arguments arguments(count, words,
                            {"--data", "--cache", "--model", "--repetitions", "--json"});
  const auto facts = environment();  // refuses before the work
  const Library library = Library::open(
      reference_library(reference_data(arguments.text("--data", "")), ReferenceSet::ei,
                        library_cache(arguments.text("--cache", ""))));
  const EiModel model = read_ei_model(
      arguments.text("--model", BASEPEAK_SOURCE_DIR "/libraries/models/ei_prediction.model"));
  const double before = cpu_seconds();
  const EiPredictor predictor(library, model, 1);
  const double opening = cpu_seconds() - before;
  const LibraryAnalogues analogues = library_analogues(library, 1);
  const std::vector<Asked> asked = class_compounds(library, analogues);
  PredictionSettings settings;
  settings.excludes_self = true;
  const double similarity = check(predictor, asked, settings);

  const auto may_use = [](const Asked& one) {
    return [&one](std::string_view compound) { return compound != one.compound; };
  };
  std::vector<PredictedMolecule> molecules;
  for (const Asked& one : asked)
    molecules.push_back(predicted_molecule(molecule_graph(one.smiles), one.smiles));
  double kept = 0.0;  // so that nothing is left out
  const auto transfer_of = [&](std::size_t i, const PredictedMolecule& molecule) {
    const auto nearest = analogues.set.nearest(molecule, kNeighbours, may_use(asked[i]));
    kept += combined(nearest).intensity.back();
  };
  for (std::size_t i = 0; i < asked.size(); ++i) transfer_of(i, molecules[i]);  // explains peaks
  const std::vector<std::pair<std::string, std::function<void(std::size_t)>>> parts = {
      {"whole prediction",
       [&](std::size_t i) {
         kept += predictor.predict(asked[i].smiles, "", settings).expected_cosine;
       }},
      {"transfer alone, from a SMILES",
       [&](std::size_t i) {
         transfer_of(i, predicted_molecule(molecule_graph(asked[i].smiles), asked[i].smiles));
       }},
      {"part: names and InChIKey",
       [&](std::size_t i) { kept += asked_molecule(asked[i].smiles, "").prediction.deviation; }},
      {"part: transfer", [&](std::size_t i) { transfer_of(i, molecules[i]); }},
      {"part: generic scorer",
       [&](std::size_t i) { kept += generic_answer(model.generic, molecules[i]).roots.back(); }}};
  std::vector<Part> measured;
  for (const auto& part : parts) measured.push_back({part.first, {}});
  for (std::size_t r = 0; r < arguments.number("--repetitions", 5); ++r) {
    for (std::size_t p = 0; p < parts.size(); ++p) {
      const double start = cpu_seconds();
      for (std::size_t i = 0; i < asked.size(); ++i) parts[p].second(i);
      measured[p].per_second.push_back(static_cast<double>(asked.size()) / (cpu_seconds() - start));
    }
  }
  nlohmann::ordered_json document;
  for (const auto& [name, text] : facts) document["environment"][name] = text;
  document["library_records"] = predictor.analogues();
  document["opening_cpu_s"] = opening;
  document["molecules"] = asked.size();
  document["cosine_mean"] = similarity;
  std::printf(
      "%zu class compounds from %zu spectra, own spectrum left out, cosine %.4f; reading "
      "the library's structures %.2f CPU s\n",
      asked.size(), predictor.analogues(), similarity, opening);
  for (const Part& part : measured) {
    std::printf("%-32s %8.1f molecules a CPU s (median of %zu, best %.1f)\n", part.name.c_str(),
                median(part.per_second), part.per_second.size(),
                *std::max_element(part.per_second.begin(), part.per_second.end()));
    document["molecules_per_cpu_s"][part.name] = part.per_second;
  }
  std::printf("checked: two threads give the same; %g\n", kept);
  if (const std::string to = arguments.text("--json", ""); !to.empty())
    std::ofstream(to) << document.dump(2) << "\n";
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return run_program("prediction_benchmark", [&] { return run(count, words); });
}
