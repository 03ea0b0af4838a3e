#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/predict/ei_model_file.h"
#include "tools/train/boosted_fit.h"
#include "tools/train/esi_samples.h"

namespace basepeak::train {

struct EsiFitSettings {
  std::filesystem::path spectra;      // folder of esi_pos_ms2_FAMILY.msp.gz and compounds.tsv
  std::vector<std::string> families;  // whose licences allow a fitted model in the project
  std::size_t threads = 1;
  std::size_t most_spectra = 5;  // of a compound, more than 6 eV apart
  std::size_t stacked_spectra = 3;
  double empty_share = 0.10;     // of the formulas without a peak, weighted to stand for all
  std::uint32_t least_seen = 8;  // compounds that a mean of what was seen of ions is over
  BoostedSettings generic{9, 0.10, 0.6, 0.4, 8.0, 64, 300, 1};
  BoostedSettings stacker{8, 0.035, 0.7, 0.3, 20.0, 64, 450, 1};
};

// The compounds as something to predict from.
[[nodiscard]] EsiAnalogueSet esi_set(const std::vector<const EsiCompound*>& compounds);

// Spectra of a compound more than 6 eV apart or of another class, in an order drawn by accession.
[[nodiscard]] std::vector<const EsiSpectrum*> chosen_spectra(const EsiCompound& compound,
                                                             std::size_t most);

// Fits all that predicting MS/MS spectra needs, on fitted_compounds alone: the generic scorer on
// all of them; the stacker on each quarter by another scorer, fitted for this on the other three,
// and once more by quarters of whole kinds; the quality estimate on stackers that had not seen the
// compound. The manifest says all of this and lists the compounds held out. Throws Error{input}
// when data cannot be read.
[[nodiscard]] EsiModel fit_esi_prediction(const EsiFitSettings& settings);

}  // namespace basepeak::train
