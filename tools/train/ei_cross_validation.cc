#include "tools/train/ei_cross_validation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "engine/parallel.h"
#include "tools/train/class_samples.h"

namespace basepeak::train {

namespace {

using Compounds = std::set<std::string, std::less<>>;
using Samples = std::vector<const MoleculeSample*>;

// The compounds that `asked` may be predicted from: so many, drawn by a checksum; all for 0.
Compounds analogues_for(const MoleculeSample& asked, const Samples& samples,
                        const LeaveOutRule& rule, std::size_t count) {
  const std::string& own = asked.sample->compound;
  std::vector<std::pair<std::size_t, std::string>> drawn;
  for (const MoleculeSample* other : samples) {
    const std::string& compound = other->sample->compound;
    if (compound == own || (rule.is_kin && rule.is_kin(asked, *other))) continue;
    drawn.emplace_back(fold_of(compound, 1U << 20U, own + std::to_string(count)), compound);
  }
  std::sort(drawn.begin(), drawn.end());
  if (count > 0) drawn.resize(std::min(count, drawn.size()));
  Compounds compounds;
  for (const auto& one : drawn) compounds.insert(one.second);
  return compounds;
}

}  // namespace

std::vector<LeftOut> predict_left_out(const std::vector<const MoleculeSample*>& samples,
                                      const GenericAnswers& generic, const LeaveOutRule& rule,
                                      const BoostedSettings& settings, std::size_t threads) {
  AnalogueSet set;
  std::map<std::string, Samples> groups;
  for (const MoleculeSample* sample : samples) {
    set.add(sample->molecule, sample->sample->peaks, sample->sample->compound);
    groups[rule.group(*sample)].push_back(sample);
  }
  std::vector<std::size_t> libraries = {0};
  libraries.insert(libraries.end(), rule.libraries.begin(), rule.libraries.end());
  std::vector<LeftOut> all;
  for (const auto& [name, members] : groups) {
    Samples asked;
    for (const MoleculeSample* member : members)
      if (!rule.is_asked || rule.is_asked(*member)) asked.push_back(member);
    if (asked.empty()) continue;
    Compounds left_out;
    for (const MoleculeSample* member : members) left_out.insert(member->sample->compound);
    const auto is_left_out = [&](std::string_view compound) {
      return left_out.find(compound) != left_out.end();
    };
    Samples fitted;
    for (const MoleculeSample* sample : samples)
      if (!is_left_out(sample->sample->compound)) fitted.push_back(sample);
    const BoostedTrees stacker = fit_stacker(fitted, set, generic, is_left_out, settings, threads);
    std::vector<std::optional<LeftOut>> found(libraries.size() * asked.size());
    parallel_for(found.size(), threads, [&](std::size_t i) {
      const MoleculeSample& sample = *asked[i % asked.size()];
      LeftOut made;
      made.sample = &sample;
      made.library = libraries[i / asked.size()];
      const Compounds usable = analogues_for(sample, samples, rule, made.library);
      made.evidence = ei_evidence(
          set, sample.molecule, generic.of(sample),
          [&](std::string_view compound) { return usable.find(compound) != usable.end(); });
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
