#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/train/ms2_class_fit.h"

namespace basepeak::train {

struct Ms2ClassOptions {
  std::filesystem::path spectra;
  std::filesystem::path models;  // libraries/models: the tables of sites and of ions
  std::vector<std::filesystem::path> stress;
  bool is_cross_validated = false;
  std::filesystem::path output;  // may be empty
  Ms2ClassFitSettings settings;
};

// Fits the model on the families whose licences allow it, writes it, and returns the reports that
// were asked for. Throws Error{input} naming a file that cannot be read or written.
[[nodiscard]] std::string train_ms2_class(const Ms2ClassOptions& options);

}  // namespace basepeak::train
