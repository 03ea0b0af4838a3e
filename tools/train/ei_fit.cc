#include "tools/train/ei_fit.h"

#include <algorithm>
#include <set>

#include "engine/error.h"
#include "engine/parallel.h"
#include "tools/train/class_families.h"

namespace basepeak::train {
namespace {

void append(TrainingRows& all, const TrainingRows& more) {
  all.values.insert(all.values.end(), more.values.begin(), more.values.end());
  all.target.insert(all.target.end(), more.target.begin(), more.target.end());
}

}  // namespace

std::vector<MoleculeSample> molecule_samples(const std::vector<EiSample>& samples) {
  std::vector<MoleculeSample> found;
  std::set<std::string> seen;
  for (const EiSample& sample : samples) {
    if (seen.contains(sample.compound)) continue;
    try {
      MoleculeSample made{&sample, predicted_molecule(molecule_graph(sample.smiles), sample.name)};
      if (!can_be_of(sample.peaks, made.molecule.nominal_mass)) continue;
      seen.insert(sample.compound);
      found.push_back(std::move(made));
    } catch (const Error&) {
      continue;  // a structure that is not predicted teaches nothing
    }
  }
  return found;
}

std::vector<double> target_roots(const MoleculeSample& sample) {
  const FragmentGraph& graph = sample.molecule.graph;
  const auto length = static_cast<std::size_t>(sample.molecule.nominal_mass) + 1;
  const std::vector<Fragment> fragments = fragments_of(graph, kTransferLimits);
  NominalSpectrum spectrum = nominal_spectrum(sample.sample->peaks, length);
  take_isotopes_off(spectrum,
                    isotope_atoms_by_mz(graph, fragments, ei_ions(graph, fragments), length));
  return root_shares(spectrum);
}

GenericAnswers::GenericAnswers(const std::vector<const MoleculeSample*>& samples,
                               const GenericScorer& scorer, std::size_t threads) {
  std::vector<GenericAnswer> answers(samples.size());
  parallel_for(samples.size(), threads,
               [&](std::size_t i) { answers[i] = generic_answer(scorer, samples[i]->molecule); });
  for (std::size_t i = 0; i < samples.size(); ++i)
    answers_.emplace(samples[i], std::move(answers[i]));
}

const GenericAnswer& GenericAnswers::of(const MoleculeSample& sample) const {
  return answers_.at(&sample);
}

BoostedTrees fit_stacker(const std::vector<const MoleculeSample*>& samples, const AnalogueSet& set,
                         const GenericAnswers& generic,
                         const std::function<bool(std::string_view)>& is_left_out,
                         const BoostedSettings& settings, std::size_t threads) {
  const ClassFamilies families(samples);
  std::vector<TrainingRows> parts(samples.size());
  parallel_for(samples.size(), threads, [&](std::size_t i) {
    const MoleculeSample& sample = *samples[i];
    const std::vector<double> roots = target_roots(sample);
    const auto add_view = [&](const std::function<bool(std::string_view)>& is_passed_over) {
      EiEvidence evidence =
          ei_evidence(set, sample.molecule, generic.of(sample), [&](std::string_view compound) {
            return compound != sample.sample->compound && !is_left_out(compound) &&
                   !is_passed_over(compound);
          });
      if (evidence.analogues.empty()) return evidence;
      const StackerRows rows = stacker_rows(set, sample.molecule, evidence);
      parts[i].values.insert(parts[i].values.end(), rows.values.begin(), rows.values.end());
      for (const int mz : rows.mz) {
        const auto m = static_cast<std::size_t>(mz);
        parts[i].target.push_back(static_cast<float>(roots[m] - evidence.transfer[m]));
      }
      return evidence;
    };
    const EiEvidence near = add_view([](std::string_view) { return false; });
    std::set<std::string, std::less<>> nearest;
    for (const Analogue& analogue : near.analogues) nearest.insert(set.compound(analogue.known));
    if (!nearest.empty())
      add_view([&](std::string_view compound) { return nearest.find(compound) != nearest.end(); });
    for (const FamilyPlace& place : kFamilyPlaces) {
      const std::string family = families.of(sample.sample->compound, place);
      if (family.empty()) continue;
      add_view([&](std::string_view compound) { return families.of(compound, place) == family; });
    }
  });
  TrainingRows rows;
  rows.width = kStackerWidth;
  for (const TrainingRows& part : parts) append(rows, part);
  return fit_boosted_trees(std::move(rows), settings);
}

}  // namespace basepeak::train
