#pragma once

#include <filesystem>
#include <string>

#include "engine/predict/boosted_trees.h"
#include "engine/predict/quality.h"

namespace basepeak {

// What predicting EI spectra needs beside a library.
struct EiModel {
  std::string
      manifest;  // lines "word: text": data, licences, compounds held out, settings, figures
  BoostedTrees generic;
  BoostedTrees stacker;
  QualityModel quality;
  std::string checksum;  // SHA-256 of the file, hex; empty until it is written or read
};

// File: 8 bytes "BPEIMOD\n", u32 version, u32 zero, 32 bytes SHA-256 of all that follows, 32 bytes
// SHA-256 of the schema (the names of all columns), then manifest, trees and quality;
// little-endian. Throws Error{library} naming the file and what to do when it is missing, cut,
// altered, of another version or of a schema that this program does not compute.
[[nodiscard]] EiModel read_ei_model(const std::filesystem::path& path);

// Throws Error{output} when it cannot be written.
void write_ei_model(const std::filesystem::path& path, EiModel& model);

}  // namespace basepeak
