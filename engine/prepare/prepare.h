#pragma once

#include <optional>
#include <vector>

#include "engine/method.h"
#include "engine/prepare/query.h"
#include "engine/read/run.h"
#include "engine/skipped.h"

namespace basepeak {

// What a GC-MS run's components were found with, all of it measured on the run itself.
struct PreparationFacts {
  double noise_factor = 0.0;         // noise.h; 0 where no components were looked for
  double threshold = 0.0;            // lowest intensity recorded
  std::optional<double> full_scale;  // where the detector stopped, if it did
  double skew_scans_per_mz = 0.0;    // skew.h: how much later an ion peaks for each m/z above
  double skew_reference_mz = 0.0;    // this one; taken out before components are looked for
};

// What an LC-MS/MS run's components were made from.
struct SurveyFacts {
  std::size_t ms1_scans = 0;          // that precursors were looked up in
  std::size_t ms2_scans = 0;          // read, merged or not
  std::size_t pseudo_components = 0;  // put together from data-independent scans
  std::size_t refined = 0;            // MS/MS scans whose precursor was found in MS1
  std::size_t isotope_picks = 0;      // of them, set on an isotope
  std::size_t with_peak = 0;          // components whose precursor has a chromatographic peak
  // Of the refined scans: median of measured less stated m/z, and of its amount.
  std::optional<double> median_difference_ppm;
  std::optional<double> median_distance_ppm;
};

// What a run gave: the queries to search and what the report shows of the run as a whole.
struct Prepared {
  std::vector<Query> queries;  // ascending in retention; a spectrum file's in file order
  std::size_t scans = 0;       // spectra read, of every MS level
  double first_s = 0.0;        // retention of the first and the last of them
  double last_s = 0.0;
  std::vector<float> chromatogram_s;    // retention of each MS1 scan
  std::vector<float> chromatogram_tic;  // its total ion signal
  PreparationFacts facts;
  std::optional<SurveyFacts> survey;  // of a run with MS/MS scans
  std::vector<Skipped> skipped;       // what could not be searched, with the reader's own rows
};

// Reads the run to its end. A GC-MS run gives one query a component, a file of spectra one a
// spectrum, an LC-MS/MS run one a precursor and chromatographic peak (ms2_components.h). Profile
// spectra are not searched: they are listed. Throws as Run::for_each.
[[nodiscard]] Prepared prepare(Run& run, const Method& method);

}  // namespace basepeak
