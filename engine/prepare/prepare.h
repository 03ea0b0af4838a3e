#pragma once

#include <vector>

#include "engine/method.h"
#include "engine/prepare/query.h"
#include "engine/read/run.h"
#include "engine/skipped.h"

namespace basepeak {

// What a run gave: the queries to search and what the report shows of the run as a whole.
struct Prepared {
  std::vector<Query> queries;  // ascending in retention; a spectrum file's in file order
  std::size_t scans = 0;       // spectra read, of every MS level
  double first_s = 0.0;        // retention of the first and the last of them
  double last_s = 0.0;
  std::vector<float> chromatogram_s;    // retention of each MS1 scan
  std::vector<float> chromatogram_tic;  // its total ion signal
  std::vector<Skipped> skipped;         // what could not be searched, with the reader's own rows
};

// Reads the run to its end. A GC-MS run gives one query a component, a file of spectra one a
// spectrum, an LC-MS/MS run one an MS/MS spectrum. Profile spectra are not searched: they are
// listed. Throws as Run::for_each.
[[nodiscard]] Prepared prepare(Run& run, const Method& method);

}  // namespace basepeak
