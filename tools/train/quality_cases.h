#pragma once

#include <string>
#include <vector>

#include "tools/train/ei_cross_validation.h"

namespace basepeak::train {

// A prediction of a compound that no model was fitted on, and how good it was.
struct QualityCase {
  std::string population;
  std::string compound;
  QualityFeatures features{};
  double cosine = 0.0;
};

// A fifth of the molecules outside the class, drawn by InChIKey, that a scorer is not fitted on.
[[nodiscard]] bool is_held_out(const MoleculeSample& sample);

// What somebody may ask for: a class compound with all others in the library ("compound"), with few
// of them ("3 analogues" to "40 analogues"), with none that has its group in a place ("acyl family"
// ...), and molecules outside the class ("outside the class"). `generic` holds the class and comes
// from a scorer that was fitted on none of it; molecules outside are predicted by `of_others`,
// fitted without those that are held out. Predictions that would be refused are passed over.
[[nodiscard]] std::vector<QualityCase> quality_cases(
    const std::vector<const MoleculeSample*>& of_class, const GenericAnswers& generic,
    const std::vector<const MoleculeSample*>& others, const GenericScorer& of_others,
    std::size_t threads);

// The cosine expected of each by a model fitted on the other compounds, in folds.
[[nodiscard]] std::vector<double> expected_by_folds(const std::vector<QualityCase>& cases,
                                                    std::size_t folds);

}  // namespace basepeak::train
