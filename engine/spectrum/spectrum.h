#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/spectrum/peaks.h"

namespace basepeak {

enum class Ionisation { unknown, ei, esi };
enum class Polarity { unknown, positive, negative };

// How a spectrum was acquired, as far as its file says. What the file does not say is absent, never
// guessed.
struct Acquisition {
  Ionisation ionisation = Ionisation::unknown;
  Polarity polarity = Polarity::unknown;
  int ms_level = 1;
  bool is_centroided = true;
  std::optional<double> retention_s;          // seconds since injection
  std::optional<double> precursor_mz;         // m/z, MS level 2 and up
  std::optional<double> isolation_target_mz;  // middle of the isolation window
  std::optional<double> isolation_width_mz;   // full width of the isolation window
  std::optional<int> charge;                  // of the precursor
  std::string adduct;                         // "[M+H]+", as written in the source
  // "CI+", "DART", "LC-APCI-QTOF": as written in the source, where it states an ionisation that is
  // neither EI nor ESI; empty else.
  std::string other_ionisation;
  std::string energy;               // collision energy as written in the source
  std::optional<double> energy_ev;  // the same in eV where it is stated in eV or V
  std::size_t scan = 0;             // 1-based position in the file
};

[[nodiscard]] inline bool is_negative_ei(const Acquisition& acquisition) noexcept {
  return acquisition.ionisation == Ionisation::ei && acquisition.polarity == Polarity::negative;
}

// As the source writes it where it is neither EI nor ESI; else "EI", "EI of negative ions", "ESI"
// or "unknown".
[[nodiscard]] inline std::string ionisation_words(const Acquisition& acquisition) {
  if (!acquisition.other_ionisation.empty()) return acquisition.other_ionisation;
  if (is_negative_ei(acquisition)) return "EI of negative ions";
  switch (acquisition.ionisation) {
    case Ionisation::ei: return "EI";
    case Ionisation::esi: return "ESI";
    case Ionisation::unknown: break;
  }
  return "unknown";
}

// What a file of separate spectra says about the compound of one of them, as written.
struct Label {
  std::string name;
  std::optional<double> stated_mass;  // the record's MW or ExactMass, in Da
  std::string formula;
  std::string inchikey;
  std::optional<double> precursor_mz;  // as stated, also beside a spectrum that is no MS/MS
  std::vector<std::string> remarks;    // what of this could not be used, each a clause
};

// What was measured: never altered after it is read.
struct Spectrum {
  Peaks peaks;
  Acquisition acquisition;
  // Total ion signal as the instrument stored it, where that differs from the sum of the kept
  // peaks; else the sum of the peaks.
  double total_ion_signal = 0.0;
  std::optional<Label> label;  // only where the file names its spectra
};

}  // namespace basepeak
