#pragma once

#include <optional>
#include <string>

#include "engine/predict/prediction.h"
#include "tools/cli/output_file.h"

namespace basepeak {

enum class PredictionFormat { msp, mgf, json, svg, html };

// By the ending of a file's name, in any case; MSP for an empty name. Throws Error{usage} for
// another ending.
[[nodiscard]] PredictionFormat prediction_format(const std::string& output);

// Writes predictions in the order they are added, as they come: a list may be longer than memory.
// Pages of pictures are written at the end.
class PredictionOutput {
 public:
  PredictionOutput(PredictionFormat format, WriteText write);
  // Throws Error{usage} for a second spectrum of an SVG, which has place for one.
  void add(const Prediction& prediction);
  // Stands in JSON only: the other formats hold spectra and nothing else.
  void add_failure(const std::string& name, const std::string& smiles, const std::string& reason);
  // What stands behind the last one. Nothing can be added afterwards.
  void finish();

 private:
  // Between two of a list, or before the first.
  void begin_entry();
  void write_if_long();

  PredictionFormat format_;
  WriteText write_;
  std::string text_;  // not yet written
  bool is_empty_ = true;
};

}  // namespace basepeak
