#pragma once

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/read/run.h"

namespace basepeak::test {

// What the tests ask of a whole run, gathered in one pass.
struct RunSummary {
  RunHeader header;
  std::vector<Skipped> skipped;
  std::size_t scans = 0;
  std::size_t peaks = 0;
  double peak_sum = 0.0;
  double total_sum = 0.0;
  double lowest_mz = std::numeric_limits<double>::infinity();
  double highest_mz = 0.0;
  std::optional<double> first_s;
  std::optional<double> last_s;
  std::map<int, std::size_t> levels;
  std::map<Polarity, std::size_t> polarities;
  std::size_t centroided = 0;
  Spectrum richest;        // largest sum of peaks
  Spectrum largest_total;  // largest total ion signal
};

inline RunSummary summary_of(const std::filesystem::path& path) {
  RunSummary summary;
  const std::unique_ptr<Run> run = open_run(path);
  run->for_each([&](Spectrum&& spectrum) {
    const Peaks& peaks = spectrum.peaks;
    ++summary.scans;
    summary.peaks += peaks.size();
    summary.peak_sum += peaks.total();
    summary.total_sum += spectrum.total_ion_signal;
    if (!peaks.empty()) {
      summary.lowest_mz = std::min(summary.lowest_mz, peaks.mz().front());
      summary.highest_mz = std::max(summary.highest_mz, peaks.mz().back());
    }
    if (summary.scans == 1) summary.first_s = spectrum.acquisition.retention_s;
    summary.last_s = spectrum.acquisition.retention_s;
    ++summary.levels[spectrum.acquisition.ms_level];
    ++summary.polarities[spectrum.acquisition.polarity];
    summary.centroided += spectrum.acquisition.is_centroided ? 1 : 0;
    if (summary.scans == 1 || spectrum.total_ion_signal > summary.largest_total.total_ion_signal) {
      summary.largest_total = spectrum;
    }
    if (summary.scans == 1 || peaks.total() > summary.richest.peaks.total()) {
      summary.richest = std::move(spectrum);
    }
  });
  summary.header = run->header();
  summary.skipped = run->skipped();
  return summary;
}

inline std::vector<Spectrum> spectra_of(const std::filesystem::path& path) {
  std::vector<Spectrum> spectra;
  open_run(path)->for_each([&](Spectrum&& spectrum) { spectra.push_back(std::move(spectrum)); });
  return spectra;
}

}  // namespace basepeak::test
