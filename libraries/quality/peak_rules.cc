#include "libraries/quality/peak_rules.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/read/numbers.h"
#include "libraries/quality/number_text.h"

namespace basepeak {
namespace {

constexpr double kClosest = 0.003;          // Da
constexpr double kAbovePrecursor = 1.5;     // Da, past the first isotope peak
constexpr double kShareAbovePrecursor = 0.1;

// Refuses on the first peak that no rule of sorting or scaling can make sense of.
void check_values(const TextRecord& record, Findings& findings) {
  if (record.mz.empty()) {
    findings.refuse("no-peaks", "it has no peak that can be read");
    return;
  }
  for (std::size_t i = 0; i < record.mz.size(); ++i) {
    const double mz = record.mz[i];
    const double intensity = record.intensity[i];
    const std::size_t line = i < record.peak_line.size() ? record.peak_line[i] : 0;
    const std::string peak =
        "peak " + std::to_string(i + 1) + " (" + shown(mz) + " " + shown(intensity) + ") ";
    if (!std::isfinite(mz) || mz <= 0.0) {
      return findings.refuse("bad-peak", peak + "has an m/z that is not a number above 0", line);
    }
    if (!std::isfinite(static_cast<float>(intensity)) || intensity < 0.0) {
      return findings.refuse("bad-peak",
                             peak + "has an intensity that is not a number of 0 or more", line);
    }
    if (mz > kHighestMz || std::round(mz * 1e6) < 1.0) {
      return findings.refuse(
          "mz-too-high", peak + "has an m/z outside 0.000001 to 4294.967295, which a library holds",
          line);
    }
  }
  if (std::all_of(record.intensity.begin(), record.intensity.end(),
                  [](double value) { return static_cast<float>(value) == 0.0F; })) {
    findings.refuse("all-zero", "every peak has the intensity 0, as single precision holds it");
  }
}

void check_count(const TextRecord& record, Findings& findings) {
  const std::string_view stated = record.value("Num Peaks");
  const auto count = number(stated);
  if (count && *count != static_cast<double>(record.mz.size())) {
    findings.flag("peak-count", "\"Num Peaks\" says " + std::string(stated) + " and " +
                                    std::to_string(record.mz.size()) + " were read");
  }
}

void check_order(const TextRecord& record, Findings& findings) {
  const auto descent = std::is_sorted_until(record.mz.begin(), record.mz.end());
  if (descent == record.mz.end()) return;
  const auto at = static_cast<std::size_t>(descent - record.mz.begin());
  findings.flag("descending-mz",
                "m/z " + shown(*descent) + " stands behind " + shown(*(descent - 1)) +
                    "; the peaks were sorted",
                at < record.peak_line.size() ? record.peak_line[at] : 0);
}

void check_spacing(const Peaks& peaks, const Acquisition& acquisition, Findings& findings) {
  std::size_t equal = 0;
  std::size_t close = 0;
  double first_equal = 0.0;
  const auto mz = peaks.mz();
  for (std::size_t i = 1; i < mz.size(); ++i) {
    if (mz[i] == mz[i - 1]) {
      if (++equal == 1) first_equal = mz[i];
    } else if (mz[i] - mz[i - 1] < kClosest) {
      ++close;
    }
  }
  if (equal > 0) {
    findings.flag("duplicate-peaks", counted(equal, "peak stands", "peaks stand") +
                                         " at the m/z of another (" + shown(first_equal) +
                                         "); they were kept as they are");
  }
  if (close > 0 && acquisition.ionisation == Ionisation::esi) {
    findings.flag("close-peaks", counted(close, "peak is", "peaks are") +
                                     " less than 0.003 Da from the one before");
  }
}

void check_intensities(const Peaks& peaks, Findings& findings) {
  const auto intensity = peaks.intensity();
  const auto zeros = static_cast<std::size_t>(std::count(intensity.begin(), intensity.end(), 0.0F));
  if (zeros > 0)
    findings.flag("zero-intensity", counted(zeros, "peak has", "peaks have") + " the intensity 0");
  if (peaks.size() == 1)
    findings.flag("single-peak", "it has a single peak, which identifies no compound alone");
  std::vector<float> sorted(intensity.begin(), intensity.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  bool is_ranked = sorted.size() >= 3;
  for (std::size_t k = 0; k < sorted.size() && is_ranked; ++k) {
    is_ranked = std::abs(sorted[k] - 999.0F / static_cast<float>(k + 1)) <= 1.0F;
  }
  if (is_ranked) {
    findings.flag(
        "rank-intensities",
        "its intensities are 999 divided by 1, 2, 3 and so on: places in a list, not measurements");
  }
}

void check_above_precursor(const Peaks& peaks, const Acquisition& acquisition, Findings& findings) {
  if (!acquisition.precursor_mz || acquisition.ms_level < 2 ||
      std::abs(acquisition.charge.value_or(1)) > 1)
    return;
  double above = 0.0;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (peaks.mz()[i] >= *acquisition.precursor_mz + kAbovePrecursor) above += peaks.intensity()[i];
  }
  const double share = above / peaks.total();
  if (share > kShareAbovePrecursor) {
    findings.flag("above-precursor", shown(std::round(share * 100.0)) +
                                         " % of the intensity lies above the precursor, m/z " +
                                         shown(*acquisition.precursor_mz));
  }
}

void check_integer_mz(const Peaks& peaks, const Acquisition& acquisition,
                      std::string_view instrument_type, Findings& findings) {
  if (acquisition.ionisation != Ionisation::esi) return;
  if (!std::all_of(peaks.mz().begin(), peaks.mz().end(),
                   [](double mz) { return mz == std::round(mz); }))
    return;
  const std::string by =
      instrument_type.empty() ? "" : ", instrument " + std::string(instrument_type);
  findings.flag("integer-mz",
                "every m/z is a whole number, too coarse for an accurate-mass search" + by);
}

}  // namespace

Peaks check_peaks(const TextRecord& record, const Acquisition& acquisition,
                  std::string_view instrument_type, Findings& findings) {
  const bool was_refused = findings.is_refused();
  check_values(record, findings);
  if (findings.is_refused() && !was_refused) return {};
  if (record.mz.empty()) return {};
  std::vector<float> intensity;
  intensity.reserve(record.intensity.size());
  for (const double value : record.intensity) intensity.push_back(static_cast<float>(value));
  Peaks peaks = Peaks::from_unsorted(record.mz, intensity);
  check_count(record, findings);
  check_order(record, findings);
  check_spacing(peaks, acquisition, findings);
  check_intensities(peaks, findings);
  check_above_precursor(peaks, acquisition, findings);
  check_integer_mz(peaks, acquisition, instrument_type, findings);
  return peaks;
}

}  // namespace basepeak
