#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "benchmarks/accuracy/prediction_report.h"

namespace basepeak::benchmarks {

// How like measurements MS/MS spectra are that a model predicts for compounds it was not fitted on:
// the tenth that is held out, and the fentanyl class; and whether the diagnostic ions that
// HighResNPS lists for class compounds without a reference are among the strongest predicted.
// Throws Error{input} when the manifest does not list a compound that is asked for as held out.
[[nodiscard]] PredictionResults measure_esi_prediction(const std::filesystem::path& data,
                                                       const std::filesystem::path& model,
                                                       std::size_t threads);

// The scorer alone, fitted on the compounds that a shipped model may be fitted on and on those of
// every licence, both without the compounds asked for. Throws as reading the spectra does.
[[nodiscard]] std::vector<PredictionRow> measure_esi_licences(const std::filesystem::path& data,
                                                              std::size_t threads);

}  // namespace basepeak::benchmarks
