#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library_record.h"
#include "engine/predict/predicted_peak.h"

namespace basepeak {

// Stands before the name of every predicted record, in every file.
inline constexpr std::string_view kPredictedMark = "[PREDICTED] ";
// What else tells it in a file: the beginnings of its id, its comment and its source.
inline constexpr std::string_view kPredictedId = "PREDICTED-";
inline constexpr std::string_view kPredictedComment = "PREDICTED, not a measurement: ";
inline constexpr std::string_view kPredictedSource = "predicted by Basepeak";

// The name without the mark, wherever and however often it stands there, in any case.
[[nodiscard]] std::string name_without_mark(std::string_view name);
// With the mark in front, once.
[[nodiscard]] std::string marked_name(std::string_view name);

struct PredictionSettings {
  bool excludes_self = false;     // no spectrum of the molecule itself as an analogue
  bool is_for_ranking = false;    // transfer + generic instead of the stacked spectrum
  bool has_exact_masses = false;  // EI: of the peaks' formulas instead of unit masses
};

// What an MS/MS spectrum is predicted for.
struct PredictedConditions {
  std::string instrument;  // "HCD", "QTOF"
  double energy_ev = 0.0;
  double precursor_mz = 0.0;  // of [M+H]+
};

// A spectrum that nobody measured.
struct Prediction {
  struct Source {
    std::string id;
    std::string name;
    double similarity = 0.0;
    std::optional<double> energy_ev;  // of the spectrum that was carried over; MS/MS
  };
  std::string name;    // as given, without the mark; else the SMILES
  std::string smiles;  // canonical; peaks number its atoms
  std::string inchikey;
  std::string formula;
  double monoisotopic_mass = 0.0;
  std::string note;  // what was done to the input ("salt split off: ..."); empty for nothing
  std::optional<PredictedConditions> conditions;  // MS/MS; EI without
  std::vector<PredictedPeak> peaks;
  std::vector<Source> analogues;
  double expected_cosine = 0.0;  // with a measurement, on square roots
  double deviation = 0.0;        // of that
  char grade = 'D';
  bool is_for_ranking = false;
  bool has_exact_masses = false;  // EI; MS/MS always has
  std::string model;              // checksum
  std::string library;            // name and checksum

  [[nodiscard]] bool is_ei() const noexcept { return !conditions; }
  [[nodiscard]] bool has_unit_masses() const noexcept { return is_ei() && !has_exact_masses; }
};

// Below this similarity a library molecule says nothing of another one.
inline constexpr double kLeastSimilarity = 0.35;

// "PREDICTED-EI-", "PREDICTED-EI-EXACT-" or "PREDICTED-ESI-HCD-35-", then the first block of the
// InChIKey and, of a molecule with stereo, the second one.
[[nodiscard]] std::string id_of(const Prediction& prediction);

// As a record that is never taken for a measured one: origin predicted, marked name, no instrument;
// its comment says what it is, from what and how good.
[[nodiscard]] LibraryRecord record_of(const Prediction& prediction);

// "C9H10N atoms 1-3,7 from 1,2,5", "isotope of 245", or nothing: why a peak is there. Atoms are
// numbered from 1 along the SMILES, analogues as the record's comment lists them.
[[nodiscard]] std::string annotation_of(const PredictedPeak& peak);

}  // namespace basepeak
