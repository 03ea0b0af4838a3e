#include "tools/train/quality_cases.h"

#include <optional>

#include "engine/parallel.h"
#include "engine/predict/prediction.h"
#include "tools/train/class_families.h"
#include "tools/train/class_samples.h"
#include "tools/train/quality_fit.h"

namespace basepeak::train {
namespace {

using Samples = std::vector<const MoleculeSample*>;

constexpr std::size_t kCompoundFolds = 10;
constexpr std::size_t kFamilyFolds = 4;

void append(const std::string& population, const std::vector<LeftOut>& predictions,
            std::vector<QualityCase>& cases) {
  for (const LeftOut& one : predictions) {
    if (one.evidence.analogues.front().similarity < kLeastSimilarity) continue;
    cases.push_back({one.library == 0 ? population : std::to_string(one.library) + " analogues",
                     one.sample->sample->compound, one.quality,
                     likeness_of(one.stacked, one).cosine});
  }
}

std::vector<LeftOut> predict_others(const Samples& of_class, const GenericAnswers& generic,
                                    const Samples& others, const GenericScorer& of_others,
                                    std::size_t threads) {
  AnalogueSet set;
  for (const Samples* part : {&of_class, &others}) {
    for (const MoleculeSample* sample : *part)
      set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
  }
  const BoostedTrees stacker = fit_stacker(
      of_class, set, generic, [](std::string_view) { return false; }, kStackerSettings, threads);
  Samples asked;
  for (const MoleculeSample* sample : others)
    if (is_held_out(*sample)) asked.push_back(sample);
  std::vector<std::optional<LeftOut>> found(asked.size());
  parallel_for(asked.size(), threads, [&](std::size_t i) {
    LeftOut made;
    made.sample = asked[i];
    const PredictedMolecule& molecule = asked[i]->molecule;
    made.evidence = ei_evidence(
        set, molecule, generic_answer(of_others, molecule),
        [&](std::string_view compound) { return compound != asked[i]->sample->compound; });
    if (made.evidence.analogues.empty()) return;
    made.stacked = stacked_roots(stacker, set, molecule, made.evidence);
    made.quality = quality_features(made.evidence, made.stacked);
    found[i] = std::move(made);
  });
  std::vector<LeftOut> all;
  for (auto& one : found)
    if (one) all.push_back(std::move(*one));
  return all;
}

}  // namespace

bool is_held_out(const MoleculeSample& sample) {
  return fold_of(sample.sample->compound, 5, "general") == 0;
}

std::vector<QualityCase> quality_cases(const Samples& of_class, const GenericAnswers& generic,
                                       const Samples& others, const GenericScorer& of_others,
                                       std::size_t threads) {
  std::vector<QualityCase> cases;
  LeaveOutRule rule;
  rule.group = [](const MoleculeSample& sample) {
    return std::to_string(fold_of(sample.sample->compound, kCompoundFolds, "fold"));
  };
  rule.libraries = {3, 5, 10, 20, 40};
  append("compound", predict_left_out(of_class, generic, rule, kStackerSettings, threads), cases);
  const ClassFamilies families(of_class);
  Samples with_groups;
  for (const MoleculeSample* sample : of_class)
    if (families.has(sample->sample->compound)) with_groups.push_back(sample);
  for (const FamilyPlace& place : kFamilyPlaces) {
    const auto family = [&](const MoleculeSample& sample) {
      return families.of(sample.sample->compound, place);
    };
    LeaveOutRule by_family;
    by_family.group = [&](const MoleculeSample& sample) {
      const std::string own = family(sample);
      return own.empty() ? own : std::to_string(fold_of(own, kFamilyFolds, place.name));
    };
    by_family.is_asked = [&](const MoleculeSample& sample) { return !family(sample).empty(); };
    by_family.is_kin = [&](const MoleculeSample& asked, const MoleculeSample& other) {
      return family(asked) == family(other);
    };
    append(place.name, predict_left_out(with_groups, generic, by_family, kStackerSettings, threads),
           cases);
  }
  append("outside the class", predict_others(of_class, generic, others, of_others, threads), cases);
  return cases;
}

std::vector<double> expected_by_folds(const std::vector<QualityCase>& cases, std::size_t folds) {
  std::vector<double> expected(cases.size(), 0.0);
  const auto fold = [&](const QualityCase& one) { return fold_of(one.compound, folds, "quality"); };
  for (std::size_t left_out = 0; left_out < folds; ++left_out) {
    std::vector<std::vector<double>> features;
    std::vector<double> cosines;
    for (const QualityCase& one : cases) {
      if (fold(one) == left_out) continue;
      features.emplace_back(one.features.begin(), one.features.end());
      cosines.push_back(one.cosine);
    }
    if (features.empty()) continue;
    const QualityModel model = fit_scaled_quality(features, cosines);
    for (std::size_t i = 0; i < cases.size(); ++i)
      if (fold(cases[i]) == left_out) expected[i] = model.expected(cases[i].features);
  }
  return expected;
}

}  // namespace basepeak::train
