#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <vector>

#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/peak_shape.h"
#include "engine/prepare/perception.h"
#include "engine/prepare/shape_fit.h"

namespace basepeak::test {

// Ion chromatograms of peaks with one known shape over a constant background, a scan a second.
struct ShapedRun {
  struct Peak {
    double apex;                     // scans
    double height;                   // of the base ion
    std::map<int, double> spectrum;  // unit mass -> relative intensity
  };
  std::vector<Peak> peaks;
  double deviation = 4.0;  // scans
  double asymmetry = 0.0;
  double scans_per_mz = 0.0;  // from m/z 150
  std::size_t scans = 80;
  double noise_factor = 1.0;  // standard deviation over the square root; seeded
  unsigned seed = 1;
  double background = 60.0;
  double threshold = 5.0;

  [[nodiscard]] Detector detector() const { return {std::max(noise_factor, 0.1), threshold}; }

  [[nodiscard]] IonChromatograms chromatograms() const {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    IonChromatograms run{UnitMassRule{}};
    for (std::size_t scan = 0; scan < scans; ++scan) {
      std::map<int, double> signal;
      for (const Peak& peak : peaks) {
        for (const auto& [mass, share] : peak.spectrum) {
          const double apex = peak.apex + scans_per_mz * (mass - 150);
          const double position = (static_cast<double>(scan) - apex) / deviation;
          signal.try_emplace(mass, background).first->second +=
              peak.height * share * peak_shape(position, asymmetry);
        }
      }
      std::vector<double> mz;
      std::vector<float> intensity;
      for (const auto& [mass, value] : signal) {
        const double noisy = value + noise_factor * std::sqrt(value) * normal(random);
        if (noisy < threshold) continue;
        mz.push_back(mass);
        intensity.push_back(static_cast<float>(noisy));
      }
      Spectrum spectrum;
      spectrum.peaks = Peaks::from_unsorted(mz, intensity);
      spectrum.acquisition.retention_s = static_cast<double>(scan);
      run.add(spectrum);
    }
    return run;
  }
};

// Two spectra that share m/z 105 and 77.
inline const std::map<int, double> kLargeSpectrum{
    {44, 0.3},  {56, 0.2},  {77, 0.15}, {91, 0.4},  {105, 0.25}, {118, 0.08}, {132, 0.15},
    {146, 0.6}, {160, 0.1}, {189, 0.3}, {202, 0.2}, {245, 1.0},  {246, 0.2},  {336, 0.04}};
inline const std::map<int, double> kSmallSpectrum{{42, 0.2},   {58, 1.0},  {65, 0.1},   {77, 0.3},
                                                  {94, 0.15},  {105, 0.5}, {134, 0.35}, {149, 0.1},
                                                  {162, 0.12}, {178, 0.4}, {193, 0.08}};

// A component as perception would leave it: a Gaussian model about its apex.
inline PerceivedComponent perceived(double apex, double deviation, double height) {
  PerceivedComponent component;
  component.apex = apex;
  component.left = static_cast<std::size_t>(std::max(0.0, apex - 3.0 * deviation));
  component.right = static_cast<std::size_t>(apex + 3.0 * deviation);
  component.model_height = height;
  component.noise_units = std::sqrt(height);
  for (std::size_t scan = component.left; scan <= component.right; ++scan) {
    component.model.push_back(peak_shape((static_cast<double>(scan) - apex) / deviation, 0.0));
  }
  return component;
}

}  // namespace basepeak::test
