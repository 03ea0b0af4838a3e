#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/identify/ms2_calibration.h"
#include "engine/library/library.h"
#include "tools/train/calibration_trials.h"
#include "tools/train/reliability.h"

namespace basepeak::train {

// An MS/MS spectrum of a known compound, searched within the precursor window in what is left of
// the library. Withheld is `laboratory` or `own_records` where the compound is there, measured by
// another laboratory, and `compound_and_laboratory` or `compound` where it is not (entrapment):
// what answers then is wrong for sure.
struct Ms2Trial {
  std::string compound, accession, laboratory, family;
  Withheld withheld = Withheld::laboratory;
  QueryFacts facts;
  std::vector<Ms2Evidence> evidence;  // never empty; views into the library
  std::optional<std::size_t> truth;
};

struct Ms2CalibrationOptions {
  std::filesystem::path library;  // compiled from all esi_pos_ms2_*.msp.gz
  std::filesystem::path spectra;
  std::filesystem::path output;  // may be empty
  bool is_cross_validated = false;
  std::size_t threads = 2;
  std::size_t folds = 5;
  double choice_penalty = 1.0;
  double presence_penalty = 1.0;
  std::string seed = "1";
};

// Queries: accurate masses, a precursor within 10 mDa of the compound's [M+H]+ and the like, three
// fragments, and a compound in the library by a laboratory with another name (the first word of a
// contributor's name: Eawag_Additional_Specs is Eawag). Settings of the search are the method's.
[[nodiscard]] std::vector<Ms2Trial> make_ms2_trials(const Library& library,
                                                    const Ms2CalibrationOptions& options);

[[nodiscard]] Ms2CalibrationModel fit_ms2_calibration(const std::vector<const Ms2Trial*>& trials,
                                                      const Ms2CalibrationOptions& options);

// What a calibration that has not seen a trial's compound answered.
struct Ms2CalibrationOutcome {
  const Ms2Trial* trial = nullptr;
  Stated group;      // the compound is one of the reported group
  Stated candidate;  // the compound is the likeliest candidate
  std::size_t group_size = 0;
  bool is_first_right = false;  // the best match is the compound
  bool is_match = false;        // a report states a match
};

// Folds by compound; weights as in the fit.
[[nodiscard]] std::vector<Ms2CalibrationOutcome> cross_validate_ms2_calibration(
    const std::vector<Ms2Trial>& trials, const Ms2CalibrationOptions& options);

// Fits on the families whose licences allow it, writes the model, and returns the report.
[[nodiscard]] std::string train_ms2_calibration(const Ms2CalibrationOptions& options);

}  // namespace basepeak::train
