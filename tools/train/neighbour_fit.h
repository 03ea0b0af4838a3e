#pragma once

#include <vector>

#include "engine/identify/neighbour_ranker.h"
#include "tools/train/class_fit.h"

namespace basepeak::train {

// The spectra of the class among samples, as a library of them would hold them.
[[nodiscard]] ClassNeighbours neighbours_of_samples(const std::vector<const ClassSample*>& samples,
                                                    const SiteTable& table,
                                                    const std::vector<IonTemplate>& ions);

// A sample beside the spectra of other compounds, by weights of the ions that have not seen it.
struct SampleBeside {
  const ClassSample* sample = nullptr;
  double logit = 0.0;  // by the ions
  std::vector<NeighbourHypothesis> hypotheses;
  std::vector<bool> is_right;  // parallel; all false where the sample is not of the class
  double nearest = 0.0;        // the comparison's
};

// `model` has not seen the sample's compound and has the sharpness of the whole fit.
[[nodiscard]] SampleBeside beside(const ClassSample& sample, double logit, const ClassModel& model,
                                  const ClassNeighbours& neighbours);

// Fits `model.neighbours` on samples at or above the gate. The detection is fitted on ranks by
// weights of folds that lack the sample's compound, the threshold chosen on probabilities of
// such weights; `other_count` is that of all samples outside the class.
void fit_neighbours(const std::vector<SampleBeside>& all, std::size_t other_count,
                    const ClassFitSettings& settings, ClassModel& model);

}  // namespace basepeak::train
