#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/predict/ei_models.h"
#include "tools/train/boosted_fit.h"
#include "tools/train/ei_samples.h"

namespace basepeak::train {

// An EI sample with its molecule.
struct MoleculeSample {
  const EiSample* sample = nullptr;
  PredictedMolecule molecule;
};

// What one generic scorer says of each sample, computed once.
class GenericAnswers {
 public:
  GenericAnswers(const std::vector<const MoleculeSample*>& samples, const GenericScorer& scorer,
                 std::size_t threads);
  [[nodiscard]] const GenericAnswer& of(const MoleculeSample& sample) const;

 private:
  std::map<const MoleculeSample*, GenericAnswer> answers_;
};

// One sample a compound that can be predicted, in the order of `samples`: an earlier one of the
// same compound wins. Spectra that cannot be their structure's are left out.
[[nodiscard]] std::vector<MoleculeSample> molecule_samples(const std::vector<EiSample>& samples);

// The square roots that a model is to give: isotopes off, shares of the sum.
[[nodiscard]] std::vector<double> target_roots(const MoleculeSample& sample);

// Fits the generic scorer. Targets are scaled to a highest of 1. What a molecule is told of what
// was seen was counted on others only.
[[nodiscard]] GenericScorer fit_generic(const std::vector<const MoleculeSample*>& samples,
                                        const BoostedSettings& settings);

// Fits the stacker. Each sample is predicted from analogues that are not its own compound and not
// in `is_left_out`: from the nearest, from those that remain without these, and from those without
// its group in each place of the class, so that the stacker has seen what distant analogues are
// worth and what a group does that no analogue has.
[[nodiscard]] BoostedTrees fit_stacker(const std::vector<const MoleculeSample*>& samples,
                                       const AnalogueSet& set, const GenericAnswers& generic,
                                       const std::function<bool(std::string_view)>& is_left_out,
                                       const BoostedSettings& settings, std::size_t threads);

inline const BoostedSettings kGenericSettings{9, 0.12, 0.7, 0.4, 8.0, 64, 250, 1};
inline const BoostedSettings kStackerSettings{5, 0.1, 0.7, 0.5, 10.0, 64, 120, 1};

}  // namespace basepeak::train
