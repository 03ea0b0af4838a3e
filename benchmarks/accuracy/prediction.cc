// How like a measurement a predicted EI spectrum of the fentanyl class is when the compound, or all
// compounds with one of its groups, were never seen. Nothing is timed but the whole. The models are
// fitted here, without the compounds that are asked for.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "benchmarks/accuracy/prediction_report.h"
#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/chemistry/structure.h"
#include "engine/predict/ei_model_file.h"
#include "tools/train/class_samples.h"
#include "tools/train/ei_cross_validation.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using train::LeaveOutRule;
using train::LeftOut;
using train::Likeness;
using train::MoleculeSample;

using Samples = std::vector<const MoleculeSample*>;

constexpr std::size_t kFolds = 10;

struct Results {
  std::vector<PredictionRow> rows;
  std::vector<PredictionFigure> figures;
};

void add_rows(const std::string& protocol, const std::vector<LeftOut>& predictions,
              const Samples& samples, Results& results) {
  std::map<std::string, const MoleculeSample*> by_compound;
  for (const MoleculeSample* sample : samples) by_compound[sample->sample->compound] = sample;
  PredictionRow nearest{protocol, "nearest library spectrum", {}};
  PredictionRow generic{protocol, "generic, class never seen", {}};
  PredictionRow transfer{protocol, "transfer, 8 analogues", {}};
  PredictionRow ranking{protocol, "transfer + generic", {}};
  PredictionRow stacked{protocol, "stacked", {}};
  for (const LeftOut& one : predictions) {
    const NominalSpectrum measured = train::measured_spectrum(*one.sample);
    // The set of predict_left_out holds the samples in their order.
    const MoleculeSample& best = *samples[one.evidence.analogues.front().known];
    nearest.likeness.push_back(train::likeness(measured, train::measured_spectrum(best)));
    generic.likeness.push_back(train::likeness_of(one.evidence.generic, one));
    transfer.likeness.push_back(train::likeness_of(one.evidence.transfer, one));
    ranking.likeness.push_back(train::likeness_of(ranking_roots(one.evidence), one));
    stacked.likeness.push_back(train::likeness_of(one.stacked, one));
  }
  for (PredictionRow* row : {&nearest, &generic, &transfer, &ranking, &stacked})
    results.rows.push_back(std::move(*row));
}

// The quality estimate, each fold's from a model fitted on the others.
void add_quality(const std::string& protocol, const std::vector<LeftOut>& predictions,
                 Results& results) {
  std::vector<double> cosines;
  std::vector<double> expected(predictions.size(), 0.0);
  for (const LeftOut& one : predictions)
    cosines.push_back(train::likeness_of(one.stacked, one).cosine);
  const auto fold = [&](std::size_t i) {
    return train::fold_of(predictions[i].sample->sample->compound, kFolds, "quality");
  };
  for (std::size_t left_out = 0; left_out < kFolds; ++left_out) {
    std::vector<QualityFeatures> features;
    std::vector<double> fitted;
    for (std::size_t i = 0; i < predictions.size(); ++i) {
      if (fold(i) == left_out) continue;
      features.push_back(predictions[i].quality);
      fitted.push_back(cosines[i]);
    }
    const QualityModel model = train::fit_quality(features, fitted);
    for (std::size_t i = 0; i < predictions.size(); ++i)
      if (fold(i) == left_out) expected[i] = model.expected(predictions[i].quality);
  }
  double error = 0.0;
  for (std::size_t i = 0; i < cosines.size(); ++i) error += std::abs(expected[i] - cosines[i]);
  results.figures.push_back(
      {protocol, "quality estimate, Spearman", spearman(expected, cosines), cosines.size()});
  results.figures.push_back({protocol, "quality estimate, mean absolute error",
                             error / static_cast<double>(cosines.size()), cosines.size()});
}

// Other spectra of the class compounds: replicates, stereoisomers.
void add_replicates(const std::vector<train::EiSample>& samples, const Samples& used,
                    Results& results) {
  PredictionRow row{"nothing", "second measurement", {}};
  for (const MoleculeSample* one : used) {
    for (const train::EiSample& other : samples) {
      if (other.compound != one->sample->compound || &other == one->sample) continue;
      row.likeness.push_back(train::likeness(train::measured_spectrum(*one),
                                      nominal_spectrum(other.peaks, kHighestNominalMass)));
    }
  }
  results.rows.push_back(std::move(row));
}

struct Family {
  const char* name;
  std::string FentanylSites::*site;
  const char* usual;  // not asked for: leaving it out would leave the class out; empty for none
};

const Family kFamilies[] = {{"acyl family", &FentanylSites::acyl, ""},
                            {"aryl family", &FentanylSites::n_aryl, "C6H5"},
                            {"N-substituent family", &FentanylSites::n1_substituent, "C8H9"},
                            {"piperidine family", &FentanylSites::piperidine, "C5H9N"}};

int run(int count, char** words) {
  const Arguments arguments(count, words, {"--data", "--generic", "--threads", "--json"},
                            {"--families", "--worst"});
  static_cast<void>(environment());  // refuses before the work, not after it
  const auto data = reference_data(arguments.text("--data", ""));
  const std::size_t threads = arguments.number("--threads", 1);
  const auto samples =
      train::read_ei_samples(data / "spectra", {"swgdrug", "sharealike", "open"});
  const auto molecules = train::molecule_samples(samples);
  Samples of_class;
  Samples others;
  for (const MoleculeSample& molecule : molecules)
    (molecule.sample->is_class ? of_class : others).push_back(&molecule);
  const double before = cpu_seconds();
  BoostedTrees generic;
  if (const std::string kept = arguments.text("--generic", ""); !kept.empty()) {
    generic = read_ei_model(kept).generic;  // for trials; its manifest says what it was fitted on
  } else {
    generic = train::fit_generic(others, train::kGenericSettings);
  }
  std::printf("%zu class compounds, generic scorer of %zu others: %.0f CPU s\n", of_class.size(),
              others.size(), cpu_seconds() - before);
  std::fflush(stdout);

  Results results;
  add_replicates(samples, of_class, results);
  LeaveOutRule rule;
  rule.group = [](const MoleculeSample& sample) {
    return std::to_string(train::fold_of(sample.sample->compound, kFolds, "fold"));
  };
  const auto predictions =
      train::predict_left_out(of_class, generic, rule, train::kStackerSettings, threads);
  add_rows("compound", predictions, of_class, results);
  add_quality("compound", predictions, results);
  if (arguments.has("--worst")) {
    std::map<double, std::string> worst;
    for (const LeftOut& one : predictions)
      worst[train::likeness_of(one.stacked, one).cosine] = one.sample->sample->name;
    std::size_t listed = 0;
    for (const auto& [cosine, name] : worst)
      if (++listed <= 20) std::printf("  %.3f %s\n", cosine, name.c_str());
  }
  if (arguments.has("--families")) {
    std::map<const MoleculeSample*, FentanylSites> sites;
    Samples with_sites;
    for (const MoleculeSample* sample : of_class) {
      if (const auto found = fentanyl_sites(sample->sample->smiles)) {
        sites[sample] = *found;
        with_sites.push_back(sample);
      }
    }
    for (const Family& family : kFamilies) {
      LeaveOutRule by_family;
      by_family.group = [&](const MoleculeSample& sample) { return sites[&sample].*family.site; };
      by_family.whole_group = true;
      by_family.is_asked = [&](const MoleculeSample& sample) {
        return sites[&sample].*family.site != family.usual;
      };
      add_rows(family.name,
               train::predict_left_out(with_sites, generic, by_family, train::kStackerSettings,
                                       threads),
               with_sites, results);
    }
  }
  std::printf("%s", table_of(results.rows).c_str());
  for (const PredictionFigure& figure : results.figures) {
    std::printf("%-34s %-40s %.3f  n=%zu\n", figure.protocol.c_str(), figure.name.c_str(),
                figure.value, figure.of);
  }
  std::printf("%.0f CPU s in all\n", cpu_seconds() - before);
  if (const std::string path = arguments.text("--json", ""); !path.empty()) {
    std::ofstream(path) << json_of(
        results.rows, results.figures,
        {{"data", "ei_swgdrug, ei_sharealike and ei_open of the reference data"},
         {"class compounds", std::to_string(of_class.size())},
         {"molecules of the generic scorer", std::to_string(others.size())},
         {"folds of the stacker", std::to_string(kFolds)},
         {"compared", "unit masses from m/z 40, all peaks; the prediction as exported"}});
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return basepeak::benchmarks::run_program("prediction", [&] { return run(count, words); });
}
