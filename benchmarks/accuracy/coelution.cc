#include "benchmarks/accuracy/coelution.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>
#include <utility>

namespace basepeak::benchmarks {

namespace {

constexpr int kScans = 160;
constexpr double kScan_s = 0.35;
constexpr double kFirst_s = 600.0;
constexpr double kLargest = 200'000.0;
constexpr double kNoise = 1.5;
constexpr double kThreshold = 50.0;
constexpr double kLowestMz = 40.0;
constexpr double kHighestIon = 450.0;
constexpr double kSigma_s = kWidth_scans * kScan_s / 2.354820045;

constexpr std::array<std::pair<int, double>, 7> kBleed{
    {{73, 0.45}, {96, 0.12}, {133, 0.12}, {191, 0.10}, {207, 1.0}, {208, 0.22}, {281, 0.35}}};

// A Gaussian, or one with an exponential tail, at `from_s` after the Gaussian's centre. Of
// arbitrary height.
double shape(double from_s, double tail) {
  if (tail <= 0.0) return std::exp(-0.5 * from_s * from_s / (kSigma_s * kSigma_s));
  const double tau = tail * kSigma_s;
  const double ratio = kSigma_s / tau;
  const double exponent = 0.5 * ratio * ratio - from_s / tau;
  const double z = (ratio - from_s / kSigma_s) / std::sqrt(2.0);
  return z > 25.0 ? 0.0 : std::exp(exponent) * std::erfc(z);
}

struct Shape {
  double mode_s = 0.0;  // of the maximum, after the Gaussian's centre
  double height = 1.0;
};

Shape measured_shape(double tail) {
  Shape found{0.0, shape(0.0, tail)};
  for (double at = -kSigma_s; at < 5.0 * kSigma_s; at += 1e-3) {
    if (shape(at, tail) > found.height) found = {at, shape(at, tail)};
  }
  return found;
}

double total(const UnitMassSpectrum& spectrum) {
  double sum = 0.0;
  for (const auto value : spectrum.intensity) sum += value;
  return sum;
}

double base(const UnitMassSpectrum& spectrum) {
  return *std::max_element(spectrum.intensity.begin(), spectrum.intensity.end());
}

}  // namespace

CoelutionRun::CoelutionRun(CoelutionCase from) : case_(std::move(from)) {
  header_.name = "co-elution";
  header_.separation = Separation::gas_chromatography;
  // Where the maxima lie between scans differs from case to case.
  std::mt19937 random(case_.seed);
  const double phase = static_cast<double>(random()) / 4294967296.0;
  const double middle_s = kFirst_s + kScan_s * (kScans / 2 + phase);
  const double half_s = 0.5 * case_.separation * kWidth_scans * kScan_s;
  larger_apex_s_ = middle_s + (case_.larger_first ? -half_s : half_s);
  smaller_apex_s_ = middle_s + (case_.larger_first ? half_s : -half_s);
}

void CoelutionRun::for_each(const std::function<void(Spectrum&&)>& visit) {
  std::mt19937 random(case_.seed + 1);
  std::normal_distribution<double> normal;
  const Shape peak = measured_shape(case_.tail);
  const bool is_saturated = case_.full_scale > 0.0;
  const double larger = (is_saturated ? 3.0 * case_.full_scale : kLargest) / base(case_.larger);
  const double smaller = larger * total(case_.larger) / total(case_.smaller) / case_.ratio;
  for (int scan = 0; scan < kScans; ++scan) {
    const double at_s = kFirst_s + kScan_s * scan;
    // The scan's time is that of its middle m/z; the highest is recorded first.
    const auto time_of = [&](double mz) {
      const double share = (kHighestIon - mz) / (kHighestIon - kLowestMz) - 0.5;
      return at_s + case_.skew * kScan_s * share;
    };
    std::map<int, double> signal;
    for (const auto& [mass, share] : kBleed) signal[mass] += case_.bleed * share;
    const auto add = [&](const UnitMassSpectrum& spectrum, double apex_s, double height) {
      for (std::size_t i = 0; i < spectrum.size(); ++i) {
        const double from_s = time_of(spectrum.mass[i]) - apex_s + peak.mode_s;
        signal[spectrum.mass[i]] +=
            height * spectrum.intensity[i] * shape(from_s, case_.tail) / peak.height;
      }
    };
    add(case_.larger, larger_apex_s_, larger);
    add(case_.smaller, smaller_apex_s_, smaller);
    std::vector<double> mz;
    std::vector<float> intensity;
    for (const auto& [mass, value] : signal) {
      double seen = std::floor(value + kNoise * std::sqrt(value) * normal(random));
      if (is_saturated) seen = std::min(seen, case_.full_scale);
      if (seen < kThreshold || mass < kLowestMz) continue;
      mz.push_back(mass);
      intensity.push_back(static_cast<float>(seen));
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

}  // namespace basepeak::benchmarks
