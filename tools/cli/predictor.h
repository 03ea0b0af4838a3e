#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/predict/ei_predictor.h"
#include "engine/predict/esi_predictor.h"
#include "tools/cli/molecule_file.h"

namespace basepeak {

// What commands that predict have in common.
struct PredictorOptions {
  std::string library;
  std::string model;
  std::string ionisation = "ei";
  std::string energy;      // with esi; empty for 35 eV
  std::string instrument;  // with esi; empty for HCD
  PredictionSettings settings;
  std::size_t threads = 1;
};
// Adds --library, --ionisation, --energy, --instrument, --model, --exclude-self and --threads.
void add_predictor_options(CLI::App& verb, PredictorOptions& options);

// The predictor that the options ask for.
class Predictor {
 public:
  // Throws Error{usage} for options that exclude each other, Error{library} when the library or
  // the model cannot be used.
  explicit Predictor(const PredictorOptions& options);

  // One prediction, or why there is none, of each that `next` gives until it gives nothing, in that
  // order whatever the number of threads; a thousand molecules at a time are in memory.
  using Next = std::function<std::optional<AskedFor>()>;
  using Visit = std::function<void(const AskedFor& asked, const std::optional<Prediction>& made,
                                   const std::string& failure)>;
  void predict(const Next& next, const Visit& visit) const;

  [[nodiscard]] std::size_t analogues() const noexcept {
    return ei_ ? ei_->analogues() : esi_->analogues();
  }
  // The files it reads.
  [[nodiscard]] static std::vector<std::filesystem::path> files_of(const PredictorOptions& options);

 private:
  [[nodiscard]] Prediction one(const AskedFor& asked) const;

  PredictorOptions options_;
  InstrumentClass instrument_ = InstrumentClass::hcd;
  std::optional<EiPredictor> ei_;
  std::optional<EsiPredictor> esi_;
};

}  // namespace basepeak
