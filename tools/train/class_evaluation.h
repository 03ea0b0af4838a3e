#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/identify/class_neighbours.h"
#include "tools/train/class_fit.h"
#include "tools/train/exact_interval.h"
#include "tools/train/reliability.h"

namespace basepeak::train {

// What a model that has not seen a spectrum's compound answered.
struct ClassOutcome {
  const ClassSample* sample = nullptr;
  double probability = 0.0;  // of the class
  bool is_called = false;
  std::size_t rank = 0;           // of the right sites among the answers, from 1; 0 if not there
  double site_probability = 0.0;  // of the first answer
  bool is_changed_right = false;  // the first answer changes the same sites
  bool is_in_table = true;        // every true variant is among those considered
  std::string first;              // the first answer, "acyl n_aryl piperidine n1"
  std::string truth;
};

// `model` on each sample, beside `neighbours` less those of the sample's own compound; null for the
// ions alone. Neutral samples are left out.
[[nodiscard]] std::vector<ClassOutcome> assess(const std::vector<const ClassSample*>& samples,
                                               const ClassModel& model,
                                               const ClassNeighbours* neighbours,
                                               std::size_t threads);

struct CrossValidation {
  std::vector<ClassOutcome> by_ions;
  std::vector<ClassOutcome> with_neighbours;  // parallel
};

// Cross-validation with whole compounds left out: each fold's model is fitted on the samples of the
// fitted families outside the fold; samples of other families are only assessed. The neighbours of
// a sample are all class spectra of the fitted families but those of its own compound: the
// other compounds of its fold are among them, as they would be in a library, though not in the fit.
[[nodiscard]] CrossValidation cross_validate(const std::vector<ClassSample>& samples,
                                             const std::vector<std::string>& fitted,
                                             std::string_view site_table,
                                             std::string_view ion_table,
                                             const ClassFitSettings& settings, std::size_t folds);

// Detection, false alarms and sites of a set of outcomes.
[[nodiscard]] std::vector<NamedShare> class_shares(const std::vector<ClassOutcome>& outcomes);

// Detected at no more than `rate` false alarms: spectra of the class above the probability that
// this share of the others exceeds.
[[nodiscard]] NamedShare detected_at(const std::vector<ClassOutcome>& outcomes, double rate);

// The outcomes' statements: of the class, and of those that are of it, of the first answer's sites.
[[nodiscard]] std::vector<Stated> class_statements(const std::vector<ClassOutcome>& outcomes);
[[nodiscard]] std::vector<Stated> site_statements(const std::vector<ClassOutcome>& outcomes);

// The table of a set of outcomes: detection, sites, calibration, and the misses by name.
[[nodiscard]] std::string class_report(const std::vector<ClassOutcome>& outcomes,
                                       const std::string& title);

}  // namespace basepeak::train
