#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/spectrum/spectrum.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// The MS1 scans of one run, filed by unit mass: the only copy of the run in memory. 16 bytes a
// peak.
class IonChromatograms {
 public:
  explicit IonChromatograms(UnitMassRule rule) : rule_(rule) {}

  // Scans are added in time order. Throws Error{input} for a peak beyond kHighestMz: no GC-MS run
  // has one, and a damaged file must not size the memory.
  void add(const Spectrum& spectrum);

  [[nodiscard]] std::size_t scans() const noexcept { return retention_s_.size(); }
  [[nodiscard]] std::span<const double> retention_s() const noexcept { return retention_s_; }
  [[nodiscard]] std::span<const double> total_ion_signal() const noexcept { return total_; }
  // Unit masses that occur lie in [0, mass_end()).
  [[nodiscard]] int mass_end() const noexcept { return static_cast<int>(points_.size()); }

  // From now on read() gives an ion's value at its scan's time, interpolated between scans, for
  // ions that peak `scans_per_mz` scans later for each m/z above the reference (see skew.h).
  void align(double scans_per_mz, double reference_mz) {
    scans_per_mz_ = scans_per_mz;
    reference_mz_ = reference_mz;
  }
  [[nodiscard]] double scans_per_mz() const noexcept { return scans_per_mz_; }
  [[nodiscard]] double reference_mz() const noexcept { return reference_mz_; }
  // Scans by which an ion's record lags behind what read() gives.
  [[nodiscard]] double later(int mass) const noexcept {
    return scans_per_mz_ * (mass - reference_mz_);
  }

  // Intensity of one unit mass in scans [first, last), zero where it has no peak; intensities that
  // fall on one unit mass add up.
  void read(int mass, std::size_t first, std::size_t last, std::span<double> intensity) const;
  // The same at the ion's own times: nothing interpolated.
  void read_as_recorded(int mass, std::size_t first, std::size_t last,
                        std::span<double> intensity) const;
  [[nodiscard]] bool has(int mass) const noexcept {
    return !points_[static_cast<std::size_t>(mass)].empty();
  }

  // The lowest intensity above zero in the run: the detector's threshold where it has one. 0 for a
  // run without peaks.
  [[nodiscard]] double threshold() const noexcept { return threshold_; }

  // Where the detector stopped: the highest intensity of the run if the run stays at it. Infinite
  // for a run that does not.
  [[nodiscard]] double full_scale() const;

  // One scan as it was measured.
  [[nodiscard]] Peaks scan(std::size_t index) const;

 private:
  struct Point {
    double mz = 0.0;
    std::uint32_t scan = 0;
    float intensity = 0.0F;
  };

  UnitMassRule rule_;
  double scans_per_mz_ = 0.0;
  double reference_mz_ = 0.0;
  std::vector<std::vector<Point>> points_;  // by unit mass, ascending in scan
  std::vector<double> retention_s_;
  std::vector<double> total_;
  double threshold_ = 0.0;
};

}  // namespace basepeak
