#include "tools/train/ei_cross_validation.h"

#include <map>
#include <optional>
#include <set>

#include "engine/parallel.h"

namespace basepeak::train {

std::vector<LeftOut> predict_left_out(const std::vector<const MoleculeSample*>& samples,
                                      const GenericAnswers& generic, const LeaveOutRule& rule,
                                      const BoostedSettings& settings, std::size_t threads) {
  AnalogueSet set;
  std::map<std::string, std::vector<const MoleculeSample*>> groups;
  for (const MoleculeSample* sample : samples) {
    set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
    groups[rule.group(*sample)].push_back(sample);
  }
  std::vector<LeftOut> all;
  for (const auto& [name, members] : groups) {
    std::vector<const MoleculeSample*> asked;
    for (const MoleculeSample* member : members)
      if (!rule.is_asked || rule.is_asked(*member)) asked.push_back(member);
    if (asked.empty()) continue;
    std::set<std::string, std::less<>> left_out;
    for (const MoleculeSample* member : members) left_out.insert(member->sample->compound);
    const auto is_left_out = [&](std::string_view compound) {
      return left_out.find(compound) != left_out.end();
    };
    std::vector<const MoleculeSample*> fitted;
    for (const MoleculeSample* sample : samples)
      if (!is_left_out(sample->sample->compound)) fitted.push_back(sample);
    const BoostedTrees stacker = fit_stacker(fitted, set, generic, is_left_out, settings, threads);
    std::vector<std::optional<LeftOut>> found(asked.size());
    parallel_for(asked.size(), threads, [&](std::size_t i) {
      const MoleculeSample& sample = *asked[i];
      LeftOut made;
      made.sample = &sample;
      made.evidence =
          ei_evidence(set, sample.molecule, generic.of(sample), [&](std::string_view compound) {
            return compound != sample.sample->compound &&
                   !(rule.whole_group && is_left_out(compound));
          });
      if (made.evidence.analogues.empty()) return;
      made.stacked = stacked_roots(stacker, set, sample.molecule, made.evidence);
      made.quality = quality_features(made.evidence, made.stacked);
      found[i] = std::move(made);
    });
    for (auto& one : found)
      if (one) all.push_back(std::move(*one));
  }
  return all;
}

NominalSpectrum measured_spectrum(const MoleculeSample& sample) {
  return nominal_spectrum(sample.sample->peaks, kHighestNominalMass);
}

Likeness likeness_of(const std::vector<double>& roots, const LeftOut& left_out) {
  return likeness(measured_spectrum(*left_out.sample),
                  shown_spectrum(roots, left_out.sample->molecule, left_out.evidence));
}

}  // namespace basepeak::train
