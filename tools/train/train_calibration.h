#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/train/calibration_fit.h"

namespace basepeak::train {

// Families whose records are searched, whose spectra are queries, and of these whose queries are
// fitted on.
[[nodiscard]] TrialSettings calibration_data(const std::filesystem::path& spectra,
                                             const std::filesystem::path& nist,
                                             const std::filesystem::path& starter);
[[nodiscard]] const std::vector<std::string>& calibration_families();

struct CalibrationOptions {
  std::filesystem::path library;  // compiled from the families' spectra
  std::filesystem::path spectra, nist, starter;
  std::filesystem::path output;
  std::size_t threads = 2;
  CalibrationFitSettings settings;
};

// Fits the calibration on all trials and writes it. Returns its facts for the console.
std::vector<std::string> train_calibration(const CalibrationOptions& options);

}  // namespace basepeak::train
