#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <vector>

#include "engine/read/run.h"

namespace basepeak::test {

// A GC-MS run made of Gaussian peaks over a flat background, in memory. Counting noise is seeded.
class SyntheticRun final : public Run {
 public:
  struct Compound {
    double apex_s;
    double sigma_s;
    double height;                   // of its base ion at the apex
    std::map<int, double> spectrum;  // unit mass -> relative intensity, base 1
  };

  // What the instrument does to it.
  struct Instrument {
    double full_scale = 1e30;   // intensity at which the detector stops
    double scans_per_mz = 0.0;  // how much later than m/z 150 an ion peaks, a m/z
  };

  SyntheticRun(std::vector<Compound> compounds, double noise, unsigned seed = 1)
      : compounds_(std::move(compounds)), noise_(noise), seed_(seed) {
    header_.name = "synthetic";
    header_.separation = Separation::gas_chromatography;
  }

  void set(const Instrument& instrument) { instrument_ = instrument; }

  [[nodiscard]] const RunHeader& header() const noexcept override { return header_; }
  [[nodiscard]] const std::vector<Skipped>& skipped() const noexcept override { return skipped_; }

  void for_each(const std::function<void(Spectrum&&)>& visit) override {
    std::mt19937 random(seed_);
    std::normal_distribution<double> normal;
    constexpr int kScans = 600;
    constexpr double kScanSeconds = 0.3;
    for (int scan = 0; scan < kScans; ++scan) {
      const double at_s = 100.0 + kScanSeconds * scan;
      std::map<int, double> signal{{73, 40.0}, {207, 120.0}, {281, 60.0}};
      for (const Compound& compound : compounds_) {
        for (const auto& [mass, share] : compound.spectrum) {
          const double later_s = kScanSeconds * instrument_.scans_per_mz * (mass - 150);
          const double z = (at_s - compound.apex_s - later_s) / compound.sigma_s;
          if (std::abs(z) > 5.0) continue;
          signal[mass] += compound.height * share * std::exp(-0.5 * z * z);
        }
      }
      std::vector<double> mz;
      std::vector<float> intensity;
      for (const auto& [mass, value] : signal) {
        const double noisy = std::min(
            std::round(value + noise_ * std::sqrt(value) * normal(random)), instrument_.full_scale);
        if (noisy < 5.0) continue;
        mz.push_back(mass + 0.1);
        intensity.push_back(static_cast<float>(noisy));
      }
      Spectrum spectrum;
      spectrum.peaks = Peaks::from_unsorted(mz, intensity);
      spectrum.total_ion_signal = spectrum.peaks.total();
      spectrum.acquisition.ionisation = Ionisation::ei;
      spectrum.acquisition.retention_s = at_s;
      spectrum.acquisition.scan = static_cast<std::size_t>(scan) + 1;
      visit(std::move(spectrum));
    }
  }

 private:
  std::vector<Compound> compounds_;
  double noise_;
  unsigned seed_;
  Instrument instrument_;
  RunHeader header_;
  std::vector<Skipped> skipped_;
};

}  // namespace basepeak::test
