#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/read/run.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak::benchmarks {

// Two compounds that leave the column close to each other, and how the instrument sees them.
struct CoelutionCase {
  std::string condition;  // "plain", "tail", "skew", "shared base ion", "saturated", "bleed"
  UnitMassSpectrum larger, smaller;
  double separation = 1.0;  // of the apexes, in widths at half height
  double ratio = 1.0;       // of the summed ion signals, larger over smaller
  bool larger_first = true;
  double tail = 0.0;        // exponential constant in standard deviations of the Gaussian
  double skew = 0.0;        // share of the time between scans that passes from the highest to the
                            // lowest m/z of a scan
  double full_scale = 0.0;  // intensity at which the detector stops; 0: never
  double bleed = 0.0;       // counts of m/z 207
  std::uint32_t seed = 0;   // of the counting noise
};

// The width at half height that the cases' peaks have, in scans.
inline constexpr double kWidth_scans = 8.0;

// A run in memory that holds the two peaks of a case, 160 scans. The base peak of the larger
// compound is 200,000 counts (three times the full scale where the case saturates); noise is 1.5
// times the square root of the signal; what is below 50 counts is not recorded.
class CoelutionRun final : public Run {
 public:
  explicit CoelutionRun(CoelutionCase from);
  [[nodiscard]] const RunHeader& header() const noexcept override { return header_; }
  [[nodiscard]] const std::vector<Skipped>& skipped() const noexcept override { return skipped_; }
  void for_each(const std::function<void(Spectrum&&)>& visit) override;

  // Where the two compounds have their maxima, in seconds, as a scan at that time shows them.
  [[nodiscard]] double larger_apex_s() const noexcept { return larger_apex_s_; }
  [[nodiscard]] double smaller_apex_s() const noexcept { return smaller_apex_s_; }

 private:
  CoelutionCase case_;
  RunHeader header_;
  std::vector<Skipped> skipped_;
  double larger_apex_s_ = 0.0;
  double smaller_apex_s_ = 0.0;
};

}  // namespace basepeak::benchmarks
