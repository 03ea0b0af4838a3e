// How like a measurement a predicted EI spectrum of the fentanyl class is when the compound, or all
// compounds with one of its groups, were never seen. Nothing is timed but the whole. The models are
// fitted here, without the compounds that are asked for.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <thread>

#include "benchmarks/accuracy/esi_prediction.h"
#include "benchmarks/accuracy/general_prediction.h"
#include "benchmarks/accuracy/prediction_report.h"
#include "benchmarks/accuracy/recombination.h"
#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/chemistry/structure.h"
#include "engine/error.h"
#include "engine/parallel.h"
#include "engine/predict/ei_model_file.h"
#include "tools/train/class_families.h"
#include "tools/train/class_samples.h"
#include "tools/train/ei_cross_validation.h"
#include "tools/train/quality_cases.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using train::LeaveOutRule;
using train::LeftOut;
using train::Likeness;
using train::MoleculeSample;

using Samples = std::vector<const MoleculeSample*>;
using Results = PredictionResults;

constexpr std::size_t kFolds = 10;

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

// A predicted spectrum in a library of measured ones: the compound's own is taken away, its
// prediction put in, and the measured spectrum of the compound searched.
void add_rank_among_measured(const std::vector<LeftOut>& predictions, const Samples& samples,
                             bool is_stacked, Results& results) {
  std::vector<NominalSpectrum> measured;
  std::vector<std::string> keys;
  for (const MoleculeSample* sample : samples) {
    measured.push_back(train::measured_spectrum(*sample));
    keys.push_back(isomer_key(sample->sample->smiles));
  }
  std::array<std::size_t, 3> right{};  // first, first but for positional isomers, among three
  for (const LeftOut& one : predictions) {
    const NominalSpectrum query = train::measured_spectrum(*one.sample);
    const double own =
        train::likeness_of(is_stacked ? one.stacked : ranking_roots(one.evidence), one).cosine;
    const std::string key = isomer_key(one.sample->sample->smiles);
    std::size_t better = 0;
    std::size_t better_others = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (samples[i] == one.sample || train::likeness(query, measured[i]).cosine <= own) continue;
      ++better;
      if (keys[i] != key) ++better_others;
    }
    right[0] += better == 0 ? 1U : 0U;
    right[1] += better_others == 0 ? 1U : 0U;
    right[2] += better < 3 ? 1U : 0U;
  }
  const auto count = static_cast<double>(predictions.size());
  const std::string what = is_stacked ? "stacked" : "transfer + generic";
  const char* names[] = {"first", "first, positional isomers merged", "among three"};
  for (std::size_t i = 0; i < right.size(); ++i) {
    results.figures.push_back({"compound", "among measured others, " + what + ": " + names[i],
                               static_cast<double>(right[i]) / count, predictions.size()});
  }
}

// Candidates of the compound's formula, recombined in memory, ranked by how like their predicted
// spectrum is to the measured one. No candidate has its own spectrum among its analogues.
void add_isomer_ranking(const Samples& samples, const GenericScorer& generic, std::size_t threads,
                        Results& results) {
  AnalogueSet set;
  std::vector<MoleculeGraph> graphs;
  std::map<std::string, std::string> compound_of;  // by identity
  for (const MoleculeSample* sample : samples) {
    set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
    graphs.push_back(molecule_graph(sample->sample->smiles));
    compound_of[identity_of(graphs.back())] = sample->sample->compound;
  }
  const Recombination recombination(graphs);
  constexpr std::size_t kMethods = 3;
  const char* names[kMethods] = {"generic", "transfer", "transfer + generic"};
  struct Outcome {
    std::size_t candidates = 0;
    std::array<std::size_t, kMethods> better{};
    std::array<bool, kMethods> is_site_first{};
  };
  std::vector<Outcome> outcomes(samples.size());
  parallel_for(samples.size(), threads, [&](std::size_t q) {
    const MoleculeSample& asked = *samples[q];
    const NominalSpectrum measured = train::measured_spectrum(asked);
    const std::string own = identity_of(graphs[q]);
    const auto candidates = recombination.of_formula(read_structure(asked.sample->smiles).formula);
    const auto truth = std::find_if(candidates.begin(), candidates.end(),
                                    [&](const Candidate& c) { return c.identity == own; });
    if (truth == candidates.end() || candidates.size() < 2) return;
    std::vector<std::array<double, kMethods>> scores;
    for (const Candidate& candidate : candidates) {
      const PredictedMolecule molecule = predicted_molecule(candidate.molecule, "a candidate");
      const auto known = compound_of.find(candidate.identity);
      LeftOut one;
      const MoleculeSample sample{asked.sample, molecule};
      one.sample = &sample;
      one.evidence = ei_evidence(set, molecule, generic_answer(generic, molecule),
                                 [&](std::string_view compound) {
                                   return compound != asked.sample->compound &&
                                          (known == compound_of.end() || compound != known->second);
                                 });
      const auto cosine = [&](const std::vector<double>& roots) {
        return train::likeness(measured, shown_spectrum(roots, molecule, one.evidence)).cosine;
      };
      scores.push_back({cosine(one.evidence.generic), cosine(one.evidence.transfer),
                        cosine(ranking_roots(one.evidence))});
    }
    Outcome& outcome = outcomes[q];
    outcome.candidates = candidates.size();
    const auto at = static_cast<std::size_t>(truth - candidates.begin());
    for (std::size_t m = 0; m < kMethods; ++m) {
      outcome.is_site_first[m] = true;
      double best_of_sites = 0.0;
      for (std::size_t c = 0; c < candidates.size(); ++c)
        if (candidates[c].sites == truth->sites)
          best_of_sites = std::max(best_of_sites, scores[c][m]);
      for (std::size_t c = 0; c < candidates.size(); ++c) {
        // Of equals the truth comes last.
        if (c != at && scores[c][m] >= scores[at][m]) ++outcome.better[m];
        if (candidates[c].sites != truth->sites && scores[c][m] >= best_of_sites)
          outcome.is_site_first[m] = false;
      }
    }
  });
  std::erase_if(outcomes, [](const Outcome& outcome) { return outcome.candidates == 0; });
  std::vector<double> counts;
  for (const Outcome& outcome : outcomes) counts.push_back(static_cast<double>(outcome.candidates));
  const std::size_t n = outcomes.size();
  if (n == 0) return;
  results.figures.push_back(
      {"compound", "isomer ranking: candidates, median", spread_of(counts).median, n});
  for (std::size_t m = 0; m < kMethods; ++m) {
    std::array<double, 3> share{};
    for (const Outcome& outcome : outcomes) {
      share[0] += outcome.better[m] == 0 ? 1.0 : 0.0;
      share[1] += outcome.better[m] < 3 ? 1.0 : 0.0;
      share[2] += outcome.is_site_first[m] ? 1.0 : 0.0;
    }
    const std::string what = std::string("isomer ranking, ") + names[m];
    const char* ranks[] = {": first", ": among three", ": first, positional isomers merged"};
    for (std::size_t i = 0; i < share.size(); ++i)
      results.figures.push_back(
          {"compound", what + ranks[i], share[i] / static_cast<double>(n), n});
  }
}

void print_worst(const std::string& protocol, const std::vector<LeftOut>& predictions) {
  std::multimap<double, std::string> worst;
  for (const LeftOut& one : predictions)
    worst.emplace(train::likeness_of(one.stacked, one).cosine, one.sample->sample->name);
  std::size_t listed = 0;
  for (const auto& [cosine, name] : worst)
    if (++listed <= 20) std::printf("  %s: %.3f %s\n", protocol.c_str(), cosine, name.c_str());
}

void print(const std::vector<PredictionRow>& rows, const std::vector<PredictionFigure>& figures) {
  std::printf("%s", table_of(rows).c_str());
  for (const PredictionFigure& figure : figures) {
    std::printf("%-34s %-40s %.3f  n=%zu\n", figure.protocol.c_str(), figure.name.c_str(),
                figure.value, figure.of);
  }
}

int run_esi(const Arguments& arguments, const std::filesystem::path& data, std::size_t threads) {
  const std::filesystem::path model =
      arguments.text("--model", BASEPEAK_SOURCE_DIR "/libraries/models/esi_prediction.model");
  if (arguments.has("--licences")) {
    const auto rows = measure_esi_licences(data, threads);
    print(rows, {});
    if (const std::string to = arguments.text("--json", ""); !to.empty())
      std::ofstream(to) << json_of(rows, {}, {});
    return 0;
  }
  const double before = cpu_seconds();
  const PredictionResults results = measure_esi_prediction(data, model, threads);
  print(results.rows, results.figures);
  std::printf("%.0f CPU s\n", cpu_seconds() - before);
  if (const std::string to = arguments.text("--json", ""); !to.empty()) {
    std::ofstream(to) << json_of(results.rows, results.figures,
                                 {{"model", read_esi_model(model).manifest}});
  }
  return 0;
}

int run(int count, char** words) {
  const Arguments arguments(
      count, words, {"--data", "--generic", "--threads", "--json", "--model"},
      {"--families", "--isomers", "--general", "--worst", "--esi", "--licences"});
  static_cast<void>(environment());  // refuses before the work, not after it
  const auto data = reference_data(arguments.text("--data", ""));
  const std::size_t threads = arguments.number("--threads", 1);
  if (arguments.has("--licences") && !arguments.has("--esi"))
    throw Error(ErrorKind::input, "--licences needs --esi; for EI prediction_curves has it");
  if (arguments.has("--esi")) return run_esi(arguments, data, threads);
  const auto samples = train::read_ei_samples(data / "spectra", {"swgdrug", "sharealike", "open"});
  const auto molecules = train::molecule_samples(samples);
  Samples of_class;
  Samples others;
  for (const MoleculeSample& molecule : molecules)
    (molecule.sample->is_class ? of_class : others).push_back(&molecule);
  const double before = cpu_seconds();
  GenericScorer generic;
  if (const std::string kept = arguments.text("--generic", ""); !kept.empty()) {
    generic = read_ei_model(kept).generic;  // for trials; its manifest says what it was fitted on
  } else {
    generic = train::fit_generic(others, train::kGenericSettings);
  }
  std::printf("%zu class compounds, generic scorer of %zu others: %.0f CPU s\n", of_class.size(),
              others.size(), cpu_seconds() - before);
  std::fflush(stdout);

  const train::GenericAnswers answers(of_class, generic, threads);
  Results results;
  add_replicates(samples, of_class, results);
  LeaveOutRule rule;
  rule.group = [](const MoleculeSample& sample) {
    return std::to_string(train::fold_of(sample.sample->compound, kFolds, "fold"));
  };
  const auto predictions =
      train::predict_left_out(of_class, answers, rule, train::kStackerSettings, threads);
  add_rows("compound", predictions, of_class, results);
  add_rank_among_measured(predictions, of_class, true, results);
  add_rank_among_measured(predictions, of_class, false, results);
  if (arguments.has("--isomers")) add_isomer_ranking(of_class, generic, threads, results);
  if (arguments.has("--worst")) print_worst("compound", predictions);
  if (arguments.has("--families")) {
    const train::ClassFamilies families(of_class);
    Samples with_groups;
    for (const MoleculeSample* sample : of_class)
      if (families.has(sample->sample->compound)) with_groups.push_back(sample);
    for (const train::FamilyPlace& place : train::kFamilyPlaces) {
      const auto family = [&](const MoleculeSample& sample) {
        return families.of(sample.sample->compound, place);
      };
      LeaveOutRule by_family;
      // A stacker for a tenth of the families: none was in its fit, one is out of the analogues.
      by_family.group = [&](const MoleculeSample& sample) {
        const std::string own = family(sample);
        return own.empty() ? own : std::to_string(train::fold_of(own, kFolds, place.name));
      };
      by_family.is_asked = [&](const MoleculeSample& sample) { return !family(sample).empty(); };
      by_family.is_kin = [&](const MoleculeSample& asked, const MoleculeSample& other) {
        return family(asked) == family(other);
      };
      const auto left_out = train::predict_left_out(with_groups, answers, by_family,
                                                    train::kStackerSettings, threads);
      if (arguments.has("--worst")) print_worst(place.name, left_out);
      add_rows(place.name, left_out, with_groups, results);
    }
  }
  if (arguments.has("--general"))
    measure_general(data, molecules, of_class, others, generic, answers, threads, results);
  print(results.rows, results.figures);
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
