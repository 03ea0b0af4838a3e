#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library.h"
#include "engine/predict/ei_model_file.h"
#include "engine/predict/prediction.h"

namespace basepeak {

// Predicts EI spectra from the measured EI records of a library that have a structure. Safe to
// share between threads; the library may go away.
class EiPredictor {
 public:
  // Reads the structures of the library on `threads` threads. Records that are predicted, or whose
  // spectrum or structure cannot be used, are passed over.
  EiPredictor(const Library& library, EiModel model, std::size_t threads);

  [[nodiscard]] std::size_t analogues() const noexcept { return set_.size(); }

  // Throws Error{input} naming the molecule and the reason: no molecule, one that is not predicted
  // (engine/predict/fragment_graph.h), or no analogue in the library that is similar enough.
  [[nodiscard]] Prediction predict(std::string_view smiles, const std::string& name,
                                   const PredictionSettings& settings) const;

 private:
  EiModel model_;
  std::string library_;
  AnalogueSet set_;
  std::vector<Prediction::Source> sources_;  // one an entry of the set
};

}  // namespace basepeak
