#include "tools/demo_run/compose.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>

#include "engine/error.h"
#include "engine/prepare/peak_shape.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

namespace {

constexpr double kFirstScan_s = 120.0;
constexpr double kScan_s = 0.35;
constexpr int kScans = 2000;
constexpr double kFullScale = 400000.0;
constexpr double kSigma_s = 1.0;
constexpr double kTail_s = 0.6;
constexpr double kThreshold = 30.0;

// Ions of the column's own siloxanes, as shares of m/z 207.
constexpr std::array<std::pair<int, double>, 7> kBleed{
    {{73, 0.45}, {96, 0.12}, {133, 0.12}, {191, 0.10}, {207, 1.0}, {208, 0.22}, {281, 0.35}}};

std::uint32_t find(const Library& library, const std::string& id) {
  for (std::uint32_t record = 0; record < library.size(); ++record) {
    if (library.id(record) == id) return record;
  }
  throw Error(ErrorKind::library, "the library has no record '" + id + "'");
}

}  // namespace

std::vector<Spectrum> compose_run(const Library& library,
                                  const std::vector<DemoCompound>& compounds, unsigned seed) {
  std::vector<UnitMassSpectrum> spectra;
  for (const DemoCompound& compound : compounds) {
    spectra.push_back(
        to_unit_mass(library.peaks(find(library, compound.record)), UnitMassRule::ms_search));
  }
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<Spectrum> scans;
  scans.reserve(kScans);
  for (int scan = 0; scan < kScans; ++scan) {
    const double at_s = kFirstScan_s + kScan_s * scan;
    std::map<int, double> signal;
    const double bleed = 150.0 + 900.0 * std::pow(static_cast<double>(scan) / kScans, 3.0);
    for (const auto& [mass, share] : kBleed) signal[mass] += bleed * share;
    for (std::size_t i = 0; i < compounds.size(); ++i) {
      if (std::abs(at_s - compounds[i].apex_s) > 15.0) continue;
      const double height = kFullScale * compounds[i].amount *
                            peak_shape((at_s - compounds[i].apex_s) / kSigma_s, kTail_s / kSigma_s);
      for (std::size_t k = 0; k < spectra[i].size(); ++k) {
        signal[spectra[i].mass[k]] += height * spectra[i].intensity[k] / 999.0;
      }
    }
    std::vector<double> mz;
    std::vector<float> intensity;
    double total = 0.0;
    for (const auto& [mass, value] : signal) {
      const double noisy = std::floor(value + 1.5 * std::sqrt(value) * normal(random));
      if (noisy < kThreshold) continue;
      mz.push_back(mass + 0.1);
      intensity.push_back(static_cast<float>(noisy));
      total += noisy;
    }
    Spectrum spectrum;
    spectrum.peaks = Peaks::from_unsorted(mz, intensity);
    spectrum.total_ion_signal = total;
    spectrum.acquisition.ionisation = Ionisation::ei;
    spectrum.acquisition.retention_s = std::round(at_s * 1000.0) / 1000.0;
    spectrum.acquisition.scan = static_cast<std::size_t>(scan) + 1;
    scans.push_back(std::move(spectrum));
  }
  return scans;
}

}  // namespace basepeak
