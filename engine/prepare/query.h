#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/prepare/ms2_facts.h"
#include "engine/prepare/retention_index.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// What is searched: prepared peaks, with what they were prepared from.
struct Query {
  std::string name;         // a spectrum file's own name for it; empty for a run's component
  Peaks peaks;              // searched
  Peaks raw_peaks;          // as measured at the apex, nothing subtracted
  Acquisition acquisition;  // of the apex scan
  // Chromatographic facts of a run's component; zero for a single spectrum. Those of an LC-MS/MS
  // component are its precursor's, and `purity` is that of the precursor in its isolation window.
  double retention_s = 0.0;  // apex, interpolated between scans
  double start_s = 0.0;      // where the component's ions leave and rejoin the background
  double end_s = 0.0;
  double area = 0.0;      // intensity x seconds, summed over the component's ions
  double purity = 0.0;    // share of the apex scan's total that the component explains, 0 to 1
  double model_mz = 0.0;  // unit mass of the ion that shaped the component
  double signal_to_noise = 0.0;  // of that ion, in noise units
  // Intensity, on the scale of `peaks`, below which an ion of this component could not have shown:
  // the run's detector threshold. 0 where it is unknown.
  double detection_limit = 0.0;
  std::optional<RetentionIndex> retention_index;  // from the run's ladder; none without one
  std::optional<double> relative_retention;       // over the internal standard's; none without one
  std::optional<double> stated_mass;  // nominal molecular mass that the source or the user states
  std::string stated_formula;         // as the source writes it; empty without one
  std::string stated_inchikey;        // the same
  std::optional<double> stated_precursor_mz;  // beside an EI spectrum: of its molecule, most likely
  std::optional<Ms2Facts> ms2;                // of an LC-MS/MS run's component
  std::vector<std::string> remarks;           // "2 ions saturated", "no precursor: searched open"
  std::vector<std::string> source_remarks;    // of what the source says beside the spectrum
};

}  // namespace basepeak
