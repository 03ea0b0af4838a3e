#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/prepare/elution_peaks.h"
#include "engine/prepare/precursor.h"
#include "engine/spectrum/collision_energy.h"

namespace basepeak {

// One MS/MS scan of a component.
struct MergedScan {
  std::size_t scan = 0;  // 1-based position in the file
  std::optional<double> retention_s;
  std::string energy;  // as written
  PrecursorFacts precursor;
  std::string left_out;  // why it was not merged; empty if it was
};

// The merged spectrum of one collision energy, or of all of them.
struct EnergySpectrum {
  std::string energy;  // as written; empty: not stated
  CollisionEnergy parsed;
  std::optional<double> energy_ev;
  bool is_across_energies = false;
  std::vector<std::size_t> scans;
  Peaks peaks;
  // Of the search with this spectrum; none where it found nothing.
  std::optional<double> best_score = std::nullopt;
};

// Another form of a stronger ion that elutes with the component: no compound of its own.
struct Relative {
  std::string form;  // "[2M+H]+"; "in-source fragment"
  double of_mz = 0.0;
  double difference_ppm = 0.0;         // measured less expected, at the component's m/z
  double correlation = 0.0;            // of the two ions over the component's peak
  double height_ratio = 0.0;           // of the stronger ion over this one
  std::optional<std::size_t> of_scan;  // an MS/MS scan of the stronger ion's component
};

// What an LC-MS/MS component was made from.
struct Ms2Facts {
  // Put together from data-independent scans (pseudo_ms2.h): no measured spectrum of a precursor.
  bool is_pseudo = false;
  double precursor_mz = 0.0;             // monoisotopic, that the search goes by; 0: none
  std::optional<double> difference_ppm;  // of the measured from the stated m/z, intensity-weighted
  std::string adduct;                    // "[M+H]+"; empty if nothing says
  std::string adduct_basis;
  std::optional<ElutionPeak> peak;
  IonTrace trace;                       // of the precursor, over its peak
  std::vector<double> isotope_pattern;  // M, M+1, ... summed over the peak's upper half
  double lowest_in_survey = 0.0;        // intensity of the apex's MS1 scan: nothing below shows
  std::vector<MergedScan> scans;        // in file order
  std::vector<EnergySpectrum> spectra;  // one an energy, then the one across them
  std::size_t searched = 0;             // which of them
  std::vector<Relative> relatives;
};

}  // namespace basepeak
