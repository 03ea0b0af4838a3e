#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/method.h"
#include "engine/prepare/survey.h"

namespace basepeak {

// What the MS1 scans next to an MS/MS scan say of its precursor. What could not be looked up is
// absent.
struct PrecursorFacts {
  std::optional<double> stated_mz;            // as the file has it
  std::optional<double> isolation_target_mz;  // as the file has it
  std::pair<double, double> isolation_mz{0.0, 0.0};
  bool is_isolation_assumed = false;  // the file states no width: the method's was taken
  // Of the ion at the stated m/z: mean of the nearest scans' peaks, weighted by their intensities.
  std::optional<double> measured_mz;
  std::optional<double> difference_ppm;  // measured less stated
  double intensity = 0.0;                // of that ion, mean of the scans that hold it
  int isotope_offset = 0;                // 1: the window was set on M+1
  std::optional<double> monoisotopic_mz;
  std::optional<int> stated_charge;
  std::optional<int> charge;  // by the spacing of the isotopes
  // Share of the precursor's isotopes of all ion current in the isolation window, 0 to 1, between
  // the two scans in proportion to their times.
  std::optional<double> purity;
  std::vector<std::size_t> survey_scans;  // MS1 scans that were looked at
  std::vector<std::string> remarks;
};

// Looks the precursor of an MS/MS scan up.
//  - The ion: the most intense peak within the survey tolerance of the stated m/z; a value of two
//    decimals or fewer is a rounded one, and half a unit of its last digit is looked over.
//  - Charge: the largest of 4 to 1 whose isotopes lie above the ion at 1.00335 / charge with
//    intensities that a molecule of carbon, hydrogen, nitrogen and oxygen of that mass can have.
//  - Isotope offset: an ion one or two isotopes below, that rises and falls with this one and of
//    which this one can be the isotope (13C, 34S, 37Cl, 81Br), is the monoisotopic ion.
[[nodiscard]] PrecursorFacts look_up_precursor(const Acquisition& ms2, const Survey& survey,
                                               const Method::Precursors& method);

// Distance of the isotopes of a singly charged ion that differ by one 13C, in Da.
inline constexpr double kIsotopeSpacing = 1.0033548;

// Windows in which the k-th isotope of an ion lies: from 34S, 37Cl and 81Br to 13C.
[[nodiscard]] std::pair<double, double> isotope_window(double monoisotopic_mz, int isotope,
                                                       int charge,
                                                       const Tolerance& tolerance) noexcept;

}  // namespace basepeak
