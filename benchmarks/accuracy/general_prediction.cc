#include "benchmarks/accuracy/general_prediction.h"

#include <optional>
#include <set>
#include <string>

#include "engine/parallel.h"
#include "engine/predict/fingerprint_index.h"
#include "tools/train/class_samples.h"
#include "tools/train/ei_cross_validation.h"
#include "tools/train/quality_cases.h"

namespace basepeak::benchmarks {
namespace {

using train::LeftOut;
using train::Likeness;
using train::MoleculeSample;
using Samples = std::vector<const MoleculeSample*>;

void add_general(const std::string& protocol, const std::vector<MoleculeSample>& library,
                 const Samples& asked, const GenericScorer& scorer, const BoostedTrees& stacker,
                 std::size_t threads, PredictionResults& results) {
  // Dice 0.55 of fingerprints with repeats: what the experiment called a neighbour.
  constexpr double kNeighbourTanimoto = 0.55 / (2.0 - 0.55);
  AnalogueSet set;
  FingerprintIndex fingerprints;
  for (const MoleculeSample& one : library) {
    set.add(one.molecule, one.sample->peaks, one.sample->compound);
    fingerprints.add(one.molecule.fingerprint);
  }
  struct Outcome {
    Likeness nearest, generic, transfer, stacked;
  };
  std::vector<std::optional<Outcome>> outcomes(asked.size());
  parallel_for(asked.size(), threads, [&](std::size_t i) {
    const MoleculeSample& sample = *asked[i];
    const std::string& compound = sample.sample->compound;
    const auto similarities = fingerprints.similarities(sample.molecule.fingerprint);
    bool has_neighbour = false;
    for (std::size_t k = 0; k < library.size(); ++k)
      has_neighbour |=
          library[k].sample->compound != compound && similarities[k] >= kNeighbourTanimoto;
    if (!has_neighbour) return;
    LeftOut one;
    one.sample = &sample;
    one.evidence = ei_evidence(set, sample.molecule, generic_answer(scorer, sample.molecule),
                               [&](std::string_view other) { return other != compound; });
    if (one.evidence.analogues.empty()) return;
    one.stacked = stacked_roots(stacker, set, sample.molecule, one.evidence);
    const MoleculeSample& best = library[one.evidence.analogues.front().known];
    outcomes[i] = Outcome{
        train::likeness(train::measured_spectrum(sample), train::measured_spectrum(best)),
        train::likeness_of(one.evidence.generic, one),
        train::likeness_of(one.evidence.transfer, one), train::likeness_of(one.stacked, one)};
  });
  PredictionRow nearest{protocol, "nearest library spectrum", {}};
  PredictionRow generic{protocol, "generic, molecule never seen", {}};
  PredictionRow transfer{protocol, "transfer, 8 analogues", {}};
  PredictionRow stacked{protocol, "stacked", {}};
  for (const auto& outcome : outcomes) {
    if (!outcome) continue;
    nearest.likeness.push_back(outcome->nearest);
    generic.likeness.push_back(outcome->generic);
    transfer.likeness.push_back(outcome->transfer);
    stacked.likeness.push_back(outcome->stacked);
  }
  for (PredictionRow* row : {&nearest, &generic, &transfer, &stacked})
    results.rows.push_back(std::move(*row));
}

}  // namespace

void measure_general(const std::filesystem::path& data, const std::vector<MoleculeSample>& fitted,
                     const Samples& of_class, const Samples& others, const GenericScorer& generic,
                     const train::GenericAnswers& answers, std::size_t threads,
                     PredictionResults& results) {
  AnalogueSet of_class_set;
  for (const MoleculeSample* sample : of_class)
    of_class_set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
  const BoostedTrees stacker = train::fit_stacker(
      of_class, of_class_set, answers, [](std::string_view) { return false; },
      train::kStackerSettings, threads);
  Samples held_out;
  Samples learned;
  for (const MoleculeSample* sample : others)
    (train::is_held_out(*sample) ? held_out : learned).push_back(sample);
  add_general("molecule, licences of the fit", fitted, held_out,
              train::fit_generic(learned, train::kGenericSettings), stacker, threads, results);
  const auto samples = train::read_ei_samples(
      data / "spectra", {"swgdrug", "sharealike", "open", "noncommercial", "nolicence"});
  const auto library = train::molecule_samples(samples);
  std::set<std::string> seen;
  for (const MoleculeSample& one : fitted) seen.insert(one.sample->compound);
  Samples unseen;
  for (const MoleculeSample& one : library) {
    const std::string& compound = one.sample->compound;
    if (!one.sample->is_class && !seen.contains(compound) &&
        train::fold_of(compound, 10, "general") == 0)
      unseen.push_back(&one);
  }
  add_general("molecule, other licences", library, unseen, generic, stacker, threads, results);
}

}  // namespace basepeak::benchmarks
