#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library.h"
#include "engine/predict/ei_model_file.h"
#include "engine/predict/esi_evidence.h"
#include "engine/predict/prediction.h"

namespace basepeak {

// Predicts MS/MS spectra of [M+H]+ from the measured ones of a library that have a structure, an
// instrument class and a collision energy that is understood. Fragments only: neither the precursor
// nor its isotopes. Every peak has the exact m/z of its formula. Safe to share between threads; the
// library may go away.
class EsiPredictor {
 public:
  // Reads the structures of the library on `threads` threads. Records that are predicted, or whose
  // spectrum or structure cannot be used, are passed over.
  EsiPredictor(const Library& library, EsiModel model, std::size_t threads);

  [[nodiscard]] std::size_t analogues() const noexcept { return set_.spectra(); }

  // Throws Error{input} naming the molecule and the reason, as EiPredictor::predict does. REQUIRES:
  // conditions.energy_ev above 0 and at most kHighestEnergyEv.
  [[nodiscard]] Prediction predict(std::string_view smiles, const std::string& name,
                                   const EsiConditions& conditions,
                                   const PredictionSettings& settings) const;

 private:
  EsiModel model_;
  std::string library_;
  EsiAnalogueSet set_;
  std::vector<Prediction::Source> sources_;  // one a spectrum
};

// The peaks of a spectrum with these roots, one a candidate: base peak 999, what is below
// kLeastShownRoot of the largest root left out, ascending, at most kMostEsiPeaks.
[[nodiscard]] std::vector<PredictedPeak> esi_peaks(const EsiEvidence& evidence,
                                                   const std::vector<double>& roots);
inline constexpr double kLeastShownRoot = 0.03;
inline constexpr std::size_t kMostEsiPeaks = 200;

}  // namespace basepeak
