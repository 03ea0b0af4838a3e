#pragma once

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/read/run.h"

namespace basepeak::test {

// An LC-ESI-MS/MS run with data-dependent scans, in memory: Gaussian peaks, an MS1 scan a second,
// and the MS/MS scans that are asked for. Mass errors are seeded.
class SyntheticDda final : public Run {
 public:
  struct Ion {
    double mz = 0.0;
    double apex_s = 0.0;
    double height = 0.0;
    std::vector<std::pair<double, double>> isotopes;  // distance above m/z, share of the height
    std::map<double, double> fragments;               // m/z -> share of what was isolated
    double sigma_s = 3.0;
  };
  // An MS/MS scan.
  struct Shot {
    double at_s = 0.0;
    std::optional<double> stated_mz;
    std::string energy = "30 eV";
    std::optional<double> isolation_width_mz = 1.0;
    std::optional<int> charge = std::nullopt;
    std::vector<std::pair<double, float>> extra = {};  // peaks of noise
  };

  SyntheticDda(std::vector<Ion> ions, std::vector<Shot> shots)
      : ions_(std::move(ions)), shots_(std::move(shots)) {
    header_.name = "synthetic.mzML";
    header_.separation = Separation::liquid_chromatography;
  }

  // Alters every scan before it is handed over; returns false to leave it out.
  std::function<bool(Spectrum&)> damage = [](Spectrum&) { return true; };
  Polarity polarity = Polarity::positive;

  [[nodiscard]] const RunHeader& header() const noexcept override { return header_; }
  [[nodiscard]] const std::vector<Skipped>& skipped() const noexcept override { return skipped_; }

  void for_each(const std::function<void(Spectrum&&)>& visit) override {
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    std::size_t scan = 0;
    std::size_t next = 0;
    const auto hand_over = [&](Spectrum&& spectrum, double at_s) {
      spectrum.acquisition.scan = ++scan;
      spectrum.acquisition.retention_s = at_s;
      spectrum.acquisition.ionisation = Ionisation::esi;
      spectrum.acquisition.polarity = polarity;
      spectrum.total_ion_signal = spectrum.peaks.total();
      if (damage(spectrum)) visit(std::move(spectrum));
    };
    for (int second = 0; second <= 120; ++second) {
      std::vector<double> mz;
      std::vector<float> intensity;
      for (const Ion& ion : ions_) {
        const double height = height_at(ion, second);
        if (height < kThreshold) continue;
        mz.push_back(ion.mz * (1.0 + kError * normal(random)));
        intensity.push_back(static_cast<float>(height));
        for (const auto& [above, share] : ion.isotopes) {
          if (height * share < kThreshold) continue;
          mz.push_back((ion.mz + above) * (1.0 + kError * normal(random)));
          intensity.push_back(static_cast<float>(height * share));
        }
      }
      Spectrum ms1;
      ms1.peaks = Peaks::from_unsorted(mz, intensity);
      hand_over(std::move(ms1), second);
      for (; next < shots_.size() && shots_[next].at_s < second + 1; ++next) {
        hand_over(shoot(shots_[next]), shots_[next].at_s);
      }
    }
  }

 private:
  static constexpr double kThreshold = 100.0;  // of the detector
  static constexpr double kError = 1e-6;       // of an m/z, relative

  static double height_at(const Ion& ion, double at_s) {
    const double z = (at_s - ion.apex_s) / ion.sigma_s;
    return ion.height * std::exp(-0.5 * z * z);
  }

  [[nodiscard]] Spectrum shoot(const Shot& shot) const {
    Spectrum spectrum;
    spectrum.acquisition.ms_level = 2;
    spectrum.acquisition.precursor_mz = shot.stated_mz;
    spectrum.acquisition.isolation_width_mz = shot.isolation_width_mz;
    spectrum.acquisition.charge = shot.charge;
    spectrum.acquisition.energy = shot.energy;
    std::vector<double> mz;
    std::vector<float> intensity;
    const double half = 0.5 * shot.isolation_width_mz.value_or(1.0);
    for (const Ion& ion : ions_) {
      double isolated = 0.0;
      const auto isolate = [&](double at, double share) {
        if (!shot.stated_mz || std::abs(at - *shot.stated_mz) <= half) isolated += share;
      };
      isolate(ion.mz, 1.0);
      for (const auto& [above, share] : ion.isotopes) isolate(ion.mz + above, share);
      for (const auto& [fragment, share] : ion.fragments) {
        const double signal = share * isolated * height_at(ion, shot.at_s);
        if (signal < kThreshold) continue;
        mz.push_back(fragment);
        intensity.push_back(static_cast<float>(signal));
      }
    }
    for (const auto& [at, signal] : shot.extra) {
      mz.push_back(at);
      intensity.push_back(signal);
    }
    spectrum.peaks = Peaks::from_unsorted(mz, intensity);
    return spectrum;
  }

  std::vector<Ion> ions_;
  std::vector<Shot> shots_;
  RunHeader header_;
  std::vector<Skipped> skipped_;
};

}  // namespace basepeak::test
