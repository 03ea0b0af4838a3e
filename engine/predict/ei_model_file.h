#pragma once

#include <filesystem>

#include "engine/predict/model_file.h"

namespace basepeak {

// What predicting EI spectra needs; engine/predict/model_file.h says how files are refused.
using EiModel = PredictionModel;
[[nodiscard]] EiModel read_ei_model(const std::filesystem::path& path);
void write_ei_model(const std::filesystem::path& path, EiModel& model);

// The same for MS/MS spectra of [M+H]+.
using EsiModel = PredictionModel;
[[nodiscard]] EsiModel read_esi_model(const std::filesystem::path& path);
void write_esi_model(const std::filesystem::path& path, EsiModel& model);

}  // namespace basepeak
