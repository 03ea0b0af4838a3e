#pragma once

#include <optional>
#include <string>

#include "engine/predict/prediction.h"

namespace basepeak {

enum class PredictionFormat { msp, mgf, json, svg, html };

// By the ending of a file's name, in any case; MSP for an empty name. Throws Error{usage} for
// another ending.
[[nodiscard]] PredictionFormat prediction_format(const std::string& output);

// Puts predictions into one text, in the order they are added.
class PredictionOutput {
 public:
  explicit PredictionOutput(PredictionFormat format) : format_(format) {}
  // Throws Error{usage} for a second spectrum of an SVG, which has place for one.
  void add(const Prediction& prediction);
  // Stands in JSON only: the other formats hold spectra and nothing else.
  void add_failure(const std::string& name, const std::string& smiles, const std::string& reason);
  [[nodiscard]] std::string text() const;

 private:
  PredictionFormat format_;
  std::string text_;
};

}  // namespace basepeak
