#include <algorithm>
#include <optional>

#include "tools/train/class_samples.h"
#include "tools/train/ei_fit.h"
#include "tools/train/seen_fit.h"

namespace basepeak::train {
namespace {

constexpr std::size_t kSeenParts = 5;
constexpr std::uint32_t kLeastSeen = 5;  // compounds that a mean of what was seen is over
constexpr double kShownRoot = 0.1;       // of the largest: 1 % of the base peak
constexpr double kStrongRoot = 0.45;     // 20 %

std::size_t part_of(const MoleculeSample& sample) {
  return fold_of(sample.sample->compound, kSeenParts, "ei seen");
}

struct Target {
  std::vector<double> roots;
  double highest = 0.0;
};

std::optional<Target> target_of(const MoleculeSample& sample) {
  Target target{target_roots(sample), 0.0};
  target.highest = *std::max_element(target.roots.begin(), target.roots.end());
  return target.highest > 0.0 ? std::optional(std::move(target)) : std::nullopt;
}

void count(const MoleculeSample& sample, const Target& target, SeenCounts& counts) {
  const GenericRows rows = generic_rows(sample.molecule, {});
  std::vector<SeenSpectrum> spectra = {{0, {}}, {1, {}}, {2, {}}};  // as kEiReadings
  for (const int mz : rows.mz) {
    const double root = target.roots[static_cast<std::size_t>(mz)];
    spectra[0].roots.push_back(static_cast<float>(root));
    spectra[1].roots.push_back(root >= kShownRoot * target.highest ? 1.0F : 0.0F);
    spectra[2].roots.push_back(root >= kStrongRoot * target.highest ? 1.0F : 0.0F);
  }
  counts.add_compound(rows.keys, spectra);
}

}  // namespace

GenericScorer fit_generic(const std::vector<const MoleculeSample*>& samples,
                          const BoostedSettings& settings) {
  std::vector<std::optional<Target>> targets;
  std::vector<SeenCounts> counts(kSeenParts);
  for (const MoleculeSample* sample : samples) {
    targets.push_back(target_of(*sample));
    if (targets.back()) count(*sample, *targets.back(), counts[part_of(*sample)]);
  }
  std::vector<SeenIons> seen;
  for (std::size_t part = 0; part < kSeenParts; ++part)
    seen.push_back(seen_without(counts, part, kLeastSeen));
  TrainingRows rows;
  rows.width = kGenericWidth;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!targets[i]) continue;
    const GenericRows made = generic_rows(samples[i]->molecule, seen[part_of(*samples[i])]);
    rows.values.insert(rows.values.end(), made.values.begin(), made.values.end());
    for (const int mz : made.mz) {
      rows.target.push_back(static_cast<float>(targets[i]->roots[static_cast<std::size_t>(mz)] /
                                               targets[i]->highest));
    }
  }
  return {fit_boosted_trees(std::move(rows), settings),
          seen_without(counts, kSeenParts, kLeastSeen)};
}

}  // namespace basepeak::train
