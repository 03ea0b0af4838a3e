#pragma once

#include <optional>
#include <vector>

#include "engine/search/match.h"
#include "engine/search/search_settings.h"
#include "engine/spectrum/peaks.h"

namespace basepeak {

// What became of a peak in a comparison. A shifted peak has its counterpart at the distance of the
// two molecular masses (hybrid scores); one not compared lies below the first mass that both
// spectra cover.
enum class PeakFate { paired, shifted, unpaired, not_compared };

struct ComparedPeak {
  double mz = 0.0;
  double percent = 0.0;  // of its spectrum's base peak
  PeakFate fate = PeakFate::paired;
};

// Two spectra laid against each other for the eye, ascending in m/z, peaks of no intensity left
// out. EI spectra are shown on the unit masses that were compared.
struct PeakPairs {
  std::vector<ComparedPeak> query;
  std::vector<ComparedPeak> record;
};

[[nodiscard]] PeakPairs pair_peaks(const Peaks& query, const Peaks& record,
                                   std::optional<double> mass_difference,
                                   const SearchSettings& settings);

// One spectrum alone: every peak counts as paired.
[[nodiscard]] std::vector<ComparedPeak> lone_peaks(const Peaks& peaks);

}  // namespace basepeak
