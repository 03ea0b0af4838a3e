#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library.h"
#include "engine/predict/displayed_spectrum.h"
#include "engine/predict/ei_model_file.h"

namespace basepeak {

// Stands before the name of every predicted record, in every file.
inline constexpr std::string_view kPredictedMark = "[PREDICTED] ";

struct PredictionSettings {
  bool excludes_self = false;   // no spectrum of the molecule itself as an analogue
  bool is_for_ranking = false;  // transfer + generic instead of the stacked spectrum
};

// A spectrum that nobody measured.
struct Prediction {
  struct Source {
    std::string id;
    std::string name;
    double similarity = 0.0;
  };
  std::string name;    // as given, without the mark; else the SMILES
  std::string smiles;  // canonical; peaks number its atoms
  std::string inchikey;
  std::string formula;
  double monoisotopic_mass = 0.0;
  std::string note;  // what was done to the input ("salt split off: ..."); empty for nothing
  std::vector<PredictedPeak> peaks;
  std::vector<Source> analogues;
  double expected_cosine = 0.0;  // with a measurement, on square roots
  double deviation = 0.0;        // of that
  char grade = 'D';
  bool is_for_ranking = false;
  std::string model;    // checksum
  std::string library;  // name and checksum
};

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

// Below this similarity a library molecule says nothing of another one.
inline constexpr double kLeastSimilarity = 0.35;

// As a record that is never taken for a measured one: origin predicted, marked name, no instrument;
// its comment says what it is, from what and how good.
[[nodiscard]] LibraryRecord record_of(const Prediction& prediction);

// "C9H10N atoms 1-3,7 from 1,2,5", "isotope of 245", or nothing: why a peak is there. Atoms are
// numbered from 1 along the SMILES, analogues as the record's comment lists them.
[[nodiscard]] std::string annotation_of(const PredictedPeak& peak);

}  // namespace basepeak
