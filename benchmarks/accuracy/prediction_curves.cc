// How predictions of EI spectra get better with more analogues and with more molecules to learn
// from, how far the quality estimate holds, and what some predictions look like beside the
// measurement: as numbers and as pictures. Compounds of the fentanyl class are asked for, never
// with a spectrum of their own.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <optional>

#include "benchmarks/accuracy/prediction_pictures.h"
#include "benchmarks/accuracy/prediction_report.h"
#include "benchmarks/arguments.h"
#include "benchmarks/environment.h"
#include "benchmarks/reference_library.h"
#include "benchmarks/run_program.h"
#include "engine/parallel.h"
#include "engine/predict/ei_model_file.h"
#include "engine/report/html_text.h"
#include "tools/train/class_samples.h"
#include "tools/train/ei_cross_validation.h"
#include "tools/train/quality_cases.h"

namespace {

using namespace basepeak;
using namespace basepeak::benchmarks;
using train::LeftOut;
using train::MoleculeSample;
using Samples = std::vector<const MoleculeSample*>;

constexpr std::size_t kFolds = 10;
constexpr std::size_t kDraws = 4;  // of the analogues, at each number

struct Results {
  std::vector<PredictionRow> rows;
  std::vector<PredictionFigure> figures;
};

// Each compound from `count` other class compounds alone, drawn by a checksum.
PredictionRow from_few(const Samples& samples, const train::GenericAnswers& answers,
                       std::size_t count, std::size_t threads) {
  AnalogueSet set;
  for (const MoleculeSample* sample : samples)
    set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
  PredictionRow row{std::to_string(count) + " analogues", "transfer", {}};
  std::vector<std::optional<train::Likeness>> found(samples.size() * kDraws);
  parallel_for(found.size(), threads, [&](std::size_t i) {
    const MoleculeSample& asked = *samples[i / kDraws];
    std::vector<std::pair<std::size_t, std::string>> drawn;
    for (const MoleculeSample* other : samples) {
      const std::string& compound = other->sample->compound;
      if (compound == asked.sample->compound) continue;
      drawn.emplace_back(
          train::fold_of(compound, 1U << 20U, asked.sample->compound + std::to_string(i % kDraws)),
          compound);
    }
    std::sort(drawn.begin(), drawn.end());
    drawn.resize(std::min(count, drawn.size()));
    LeftOut one;
    one.sample = &asked;
    one.evidence =
        ei_evidence(set, asked.molecule, answers.of(asked), [&](std::string_view compound) {
          return std::any_of(drawn.begin(), drawn.end(),
                             [&](const auto& known) { return known.second == compound; });
        });
    if (!one.evidence.analogues.empty()) found[i] = train::likeness_of(one.evidence.transfer, one);
  });
  for (const auto& one : found)
    if (one) row.likeness.push_back(*one);
  return row;
}

// The scorer alone, fitted on a part of the molecules, drawn by a checksum.
PredictionRow scorer_of(const Samples& others, std::size_t count, const Samples& asked,
                        const std::string& what, std::size_t threads) {
  std::vector<std::pair<std::size_t, const MoleculeSample*>> drawn;
  for (const MoleculeSample* sample : others)
    drawn.emplace_back(train::fold_of(sample->sample->compound, 1U << 20U, "scorer"), sample);
  std::stable_sort(drawn.begin(), drawn.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  drawn.resize(std::min(count, drawn.size()));
  Samples fitted;
  for (const auto& one : drawn) fitted.push_back(one.second);
  const double before = cpu_seconds();
  const GenericScorer scorer = train::fit_generic(fitted, train::kGenericSettings);
  std::printf("%s, %zu molecules: fitted in %.0f CPU s\n", what.c_str(), fitted.size(),
              cpu_seconds() - before);
  std::fflush(stdout);
  PredictionRow row{std::to_string(fitted.size()) + " molecules", what, {}};
  std::vector<train::Likeness> found(asked.size());
  parallel_for(asked.size(), threads, [&](std::size_t i) {
    LeftOut one;
    one.sample = asked[i];
    GenericAnswer answer = generic_answer(scorer, asked[i]->molecule);
    one.evidence.generic_rows = std::move(answer.rows);
    found[i] = train::likeness_of(answer.roots, one);
  });
  row.likeness = std::move(found);
  return row;
}

double mean_cosine(const PredictionRow& row) {
  double sum = 0.0;
  for (const auto& one : row.likeness) sum += one.cosine;
  return sum / static_cast<double>(row.likeness.size());
}

// Expected and found cosine, the estimate fitted on other compounds: in each population and in all.
// Returns the pairs of all.
std::vector<std::pair<double, double>> measure_quality(const std::vector<train::QualityCase>& cases,
                                                       std::vector<PredictionFigure>& figures) {
  const std::vector<double> expected = train::expected_by_folds(cases, kFolds);
  std::vector<std::string> populations;
  for (const train::QualityCase& one : cases) {
    if (std::find(populations.begin(), populations.end(), one.population) == populations.end())
      populations.push_back(one.population);
  }
  populations.emplace_back("all");
  std::vector<std::pair<double, double>> pairs;
  for (const std::string& population : populations) {
    std::vector<double> stated;
    std::vector<double> found;
    double error = 0.0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (population != "all" && cases[i].population != population) continue;
      stated.push_back(expected[i]);
      found.push_back(cases[i].cosine);
      error += std::abs(expected[i] - cases[i].cosine);
    }
    figures.push_back(
        {population, "expected cosine, Spearman", spearman(stated, found), stated.size()});
    figures.push_back({population, "expected cosine, mean absolute error",
                       error / static_cast<double>(stated.size()), stated.size()});
  }
  for (std::size_t i = 0; i < cases.size(); ++i) pairs.emplace_back(expected[i], cases[i].cosine);
  return pairs;
}

// The compounds at the tenth, fiftieth and ninetieth percentile of the cosine.
std::vector<MirrorPanel> mirrors(const std::vector<LeftOut>& predictions) {
  std::vector<std::pair<double, const LeftOut*>> ranked;
  for (const LeftOut& one : predictions)
    ranked.emplace_back(train::likeness_of(one.stacked, one).cosine, &one);
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first, a.second->sample->sample->compound) <
           std::pair(b.first, b.second->sample->sample->compound);
  });
  std::vector<MirrorPanel> panels;
  for (const std::size_t percent : {10U, 50U, 90U}) {
    const auto& [cosine, one] = ranked[ranked.size() * percent / 100];
    panels.push_back({std::to_string(percent) + "th percentile: " + one->sample->sample->name +
                          ", cosine " + fixed_text(cosine, 3),
                      train::measured_spectrum(*one->sample),
                      shown_spectrum(one->stacked, one->sample->molecule, one->evidence)});
  }
  return panels;
}

int run(int count, char** words) {
  const Arguments arguments(
      count, words, {"--data", "--generic", "--threads", "--json", "--pictures"}, {"--licences"});
  static_cast<void>(environment());  // refuses before the work, not after it
  const auto data = reference_data(arguments.text("--data", ""));
  const std::size_t threads = arguments.number("--threads", 1);
  const auto samples = train::read_ei_samples(data / "spectra", {"swgdrug", "sharealike", "open"});
  const auto molecules = train::molecule_samples(samples);
  Samples of_class;
  Samples others;
  for (const MoleculeSample& molecule : molecules)
    (molecule.sample->is_class ? of_class : others).push_back(&molecule);
  Results results;
  const auto add = [&](PredictionRow row) {
    results.rows.push_back(std::move(row));
    return mean_cosine(results.rows.back());
  };
  if (arguments.has("--licences")) {
    const auto all_samples = train::read_ei_samples(
        data / "spectra", {"swgdrug", "sharealike", "open", "noncommercial", "nolicence"});
    const auto all = train::molecule_samples(all_samples);
    Samples more;
    for (const MoleculeSample& molecule : all)
      if (!molecule.sample->is_class) more.push_back(&molecule);
    add(scorer_of(others, others.size(), of_class, "scorer, licences that allow it", threads));
    add(scorer_of(more, more.size(), of_class, "scorer, all licences", threads));
  } else {
    const GenericScorer generic =
        read_ei_model(arguments.text("--generic",
                                     BASEPEAK_SOURCE_DIR "/libraries/models/ei_prediction.model"))
            .generic;
    const train::GenericAnswers answers(of_class, generic, threads);
    train::LeaveOutRule rule;
    rule.group = [](const MoleculeSample& sample) {
      return std::to_string(train::fold_of(sample.sample->compound, kFolds, "fold"));
    };
    const auto predictions =
        train::predict_left_out(of_class, answers, rule, train::kStackerSettings, threads);
    Curve transfer{"transfer alone", {}};
    for (const std::size_t known : {3U, 5U, 10U, 20U, 40U, 80U, 162U}) {
      transfer.points.emplace_back(known, add(from_few(of_class, answers, known, threads)));
    }
    Curve scorer{"scorer alone, class never seen", {}};
    for (const std::size_t part : {16U, 8U, 4U, 2U, 1U}) {
      const std::size_t known = others.size() / part;
      scorer.points.emplace_back(
          known, add(scorer_of(others, known, of_class, "scorer of a part", threads)));
    }
    PredictionRow stacked{"compound", "stacked", {}};
    for (const LeftOut& one : predictions)
      stacked.likeness.push_back(train::likeness_of(one.stacked, one));
    const Curve whole{"stacked, all analogues", {{162.0, add(std::move(stacked))}}};
    Samples learned;
    for (const MoleculeSample* sample : others)
      if (!train::is_held_out(*sample)) learned.push_back(sample);
    const auto cases = train::quality_cases(
        of_class, answers, others, train::fit_generic(learned, train::kGenericSettings), threads);
    const auto quality = measure_quality(cases, results.figures);
    if (const std::string folder = arguments.text("--pictures", ""); !folder.empty()) {
      const std::filesystem::path to(folder);
      std::ofstream(to / "prediction_curves.svg")
          << curves_svg({{"EI spectra of the class, compound left out",
                          "class compounds in the library",
                          {transfer, whole}},
                         {"The scorer alone", "molecules it was fitted on", {scorer}}});
      std::ofstream(to / "prediction_quality.svg") << quality_svg(
          quality, "n " + std::to_string(quality.size()) + ", Spearman " +
                       fixed_text(results.figures[results.figures.size() - 2].value, 2) +
                       ", mean absolute error " + fixed_text(results.figures.back().value, 3));
      std::ofstream(to / "prediction_mirrors.svg") << mirrors_svg(mirrors(predictions));
    }
  }
  std::printf("%s", table_of(results.rows).c_str());
  for (const PredictionFigure& figure : results.figures)
    std::printf("%s: %s %.3f, n %zu\n", figure.protocol.c_str(), figure.name.c_str(), figure.value,
                figure.of);
  if (const std::string path = arguments.text("--json", ""); !path.empty()) {
    std::ofstream(path) << json_of(results.rows, results.figures,
                                   {{"class compounds", std::to_string(of_class.size())},
                                    {"other molecules", std::to_string(others.size())},
                                    {"draws of the analogues", std::to_string(kDraws)}});
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  return run_program("prediction_curves", [&] { return run(count, words); });
}
