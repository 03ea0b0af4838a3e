#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/library/library.h"
#include "tools/train/calibration_evaluation.h"
#include "tools/train/class_evaluation.h"
#include "tools/train/ms2_calibration_fit.h"
#include "tools/train/ms2_class_fit.h"

// What the accuracy programs measure of a report's statements, each by a model that has not seen
// the query's compound.
namespace basepeak::benchmarks {

// A level of statement with all that was stated on it.
struct Level {
  std::string name;
  std::vector<train::Stated> statements;
};

// Its calibration error, scores and tenths of probability.
[[nodiscard]] nlohmann::ordered_json json_of(const Level& level);

// EI library matches. Refers to the library that it was made with.
struct EiMatches {
  train::TrialSet set;
  std::vector<train::CalibrationOutcome> outcomes;
};
[[nodiscard]] EiMatches ei_matches(const Library& library, const std::filesystem::path& data,
                                   const std::filesystem::path& nist, std::size_t threads,
                                   std::size_t folds);
[[nodiscard]] std::vector<Level> levels_of(const EiMatches& matches);

// The EI class model, by the ions alone and beside the other compounds' spectra.
struct EiClass {
  std::vector<train::ClassSample> samples;
  train::CrossValidation found;
};
[[nodiscard]] EiClass ei_class(const std::filesystem::path& data, const std::filesystem::path& nist,
                               std::size_t threads, std::size_t folds);
// The outcomes of the families that were fitted on, or of the others.
[[nodiscard]] std::vector<train::ClassOutcome> of_fitted_families(
    const std::vector<train::ClassOutcome>& outcomes, bool are_fitted);
[[nodiscard]] std::vector<Level> levels_of(const EiClass& recognition);

// The MS/MS class model, each class compound left out; then the stress sets by the model of all.
struct Ms2Class {
  std::vector<train::Ms2ClassSample> samples;
  std::vector<train::Ms2ClassOutcome> found;
  struct Stress {
    std::string file;
    std::vector<train::Ms2ClassSample> samples;
    std::vector<train::Ms2ClassOutcome> found;
  };
  std::vector<Stress> stress;
  double prior = 0.0;
};
[[nodiscard]] Ms2Class ms2_class(const std::filesystem::path& data, std::size_t threads);
[[nodiscard]] std::vector<Level> levels_of(const Ms2Class& recognition);

// MS/MS library matches. `library_file` is compiled from all esi_pos_ms2_*.msp.gz.
[[nodiscard]] std::vector<Level> ms2_match_levels(const std::filesystem::path& library_file,
                                                  const std::filesystem::path& data,
                                                  std::size_t threads, std::size_t folds);

}  // namespace basepeak::benchmarks
