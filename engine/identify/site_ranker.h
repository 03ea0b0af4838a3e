#pragma once

#include <vector>

#include "engine/identify/class_model.h"
#include "engine/identify/ei_view.h"

namespace basepeak {

struct ScoredHypothesis {
  SiteHypothesis hypothesis;
  double score = 0.0;
};

// The hypotheses of a spectrum, best first, at most `wanted`, ties in table order. All are scored
// by their ions; the best few hundred are then scored by what they leave unexplained as well.
struct RankedHypotheses {
  std::vector<ScoredHypothesis> best;
  double log_sum = 0.0;  // logarithm of the sum of exp(sharpness x score) over those few hundred
};

[[nodiscard]] RankedHypotheses rank_hypotheses(const EiView& view, const ClassModel& model,
                                               std::size_t wanted);

// A joint answer: the formulas of the four sites, whatever way they fragment.
struct SiteAnswer {
  std::string acyl, n_aryl, piperidine, n1_substituent;
  double probability = 0.0;  // given that the class is right
  SiteHypothesis best;       // the most probable hypothesis behind it
};

// Answers of the ranked hypotheses, most probable first; `sharpness` is what their log_sum was
// formed with.
[[nodiscard]] std::vector<SiteAnswer> site_answers(const RankedHypotheses& ranked,
                                                   const ClassModel& model, double sharpness);

// What tells the class from everything else, computed from the best hypotheses; the first is 1.
// REQUIRES: ranked.best is not empty.
[[nodiscard]] std::vector<double> detection_features(const EiView& view,
                                                     const RankedHypotheses& ranked,
                                                     const ClassModel& model);

}  // namespace basepeak
