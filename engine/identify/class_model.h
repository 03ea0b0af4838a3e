#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/class_features.h"
#include "engine/identify/site_table.h"

namespace basepeak {

// What is fitted for use beside a library that holds enough spectra of the class.
struct NeighbourModel {
  std::vector<double> site_weights;   // of NeighbourSiteFeatures; scores are logarithms of odds
  std::vector<double> class_weights;  // of NeighbourClassFeatures; the score is the logit
  double gate = 1e-4;                 // the least probability by the ions that is looked at again
  double call_threshold = 0.5;        // the least probability of a call
  double compounds = 0.0;             // of the class in the library that it was fitted with
};

// The fitted model of the fentanyl class in EI, with the tables it was fitted on.
struct ClassModel {
  SiteTable table;
  std::vector<IonTemplate> ions;
  SitePriors priors;
  std::vector<double> site_weights;   // of class_features
  double site_sharpness = 1.0;        // scores times this are logarithms of odds
  std::vector<double> class_weights;  // of detection_features, the constant first
  double class_slope = 1.0;           // logarithm of the odds = slope x score + offset
  double class_offset = 0.0;
  double call_threshold = 0.5;  // the least probability of a call
  NeighbourModel neighbours;
  std::vector<std::string> facts;  // "key: value": training data, counts, seed
  std::string sha256;              // of the text it was read from; empty for a fit
};

// How many spectra the facts of a model say it was fitted on; 0 where they do not say.
struct ClassFitCounts {
  std::size_t of_class = 0;
  std::size_t compounds = 0;  // of the class
  std::size_t others = 0;
};
[[nodiscard]] ClassFitCounts fit_counts(const ClassModel& model);

inline constexpr std::string_view kClassModelFormat = "basepeak class model 2";

// Reads a model that belongs to these tables. Throws Error{library} naming the line for another
// format version, for tables of another checksum, unknown or missing weights, and numbers that are
// not finite.
[[nodiscard]] ClassModel parse_class_model(std::string_view text, std::string_view site_table,
                                           std::string_view ion_table);

// What parse_class_model reads back to the same model.
[[nodiscard]] std::string write_class_model(const ClassModel& model, std::string_view ion_table);

// The model that is built in.
[[nodiscard]] const ClassModel& class_model();

}  // namespace basepeak
