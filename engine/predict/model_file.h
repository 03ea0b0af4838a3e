#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/predict/generic_scorer.h"
#include "engine/predict/quality.h"

namespace basepeak {

// What predicting spectra needs beside a library.
struct PredictionModel {
  std::string
      manifest;  // lines "word: text": data, licences, compounds held out, settings, figures
  GenericScorer generic;
  BoostedTrees stacker;
  QualityModel quality;
  std::string checksum;  // SHA-256 of the file, hex; empty until it is written or read
};

// What a program computes, and a model must have been made for.
struct ModelSchema {
  std::string_view magic;  // 8 bytes
  std::vector<std::string> generic;
  std::vector<std::string> stacker;
  std::size_t quality = 0;  // features
};

// File: 8 bytes of the schema's magic, u32 version, u32 zero, 32 bytes SHA-256 of all that follows,
// 32 bytes SHA-256 of the schema (the names of all columns), then manifest, trees, quality and
// tables of what was seen; little-endian. Throws Error{library} naming the file and what to do when
// it is missing, cut, altered, of another version or of a schema that this program does not
// compute.
[[nodiscard]] PredictionModel read_model(const std::filesystem::path& path,
                                         const ModelSchema& schema);

// Throws Error{output} when it cannot be written.
void write_model(const std::filesystem::path& path, const ModelSchema& schema,
                 PredictionModel& model);

}  // namespace basepeak
