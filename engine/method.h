#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "engine/search/search_settings.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// Every setting of a run. Units stand in the names. Defaults live here and nowhere else; a report
// carries the whole of it.
struct Method {
  Method() {
    ms2_search.score = Score::ms2_entropy;
    ms2_search.precursor_tolerance = Tolerance::da(0.01);
  }

  std::string name = "gc-ms-screening";

  struct Components {
    int lowest_mz = 35;               // unit masses below are left out of components
    double noise_rejection = 4.0;     // an ion maximum below this many noise units is ignored
    int half_window_scans = 12;       // farthest an ion's peak may reach from its maximum
    double peak_end_fraction = 0.05;  // an ion's peak ends below this share of its maximum
    int minimum_ions = 3;             // fewer maxima together are not a component
    double minimum_share_of_largest = 0.0005;  // of the largest component's model ion
  } components;

  SearchSettings ei_search;
  SearchSettings ms2_search;

  struct Conclusion {
    double ei_compound_score = 800.0;   // match factor for a library match
    double ei_tentative_score = 700.0;  // match factor below which no library match is stated
    // Match factors closer than this cannot tell isomers apart: five records of one compound
    // (fentanyl, NIST) match each other with 872 to 956, its isomers with 872 to 965.
    double ei_isomer_margin = 100.0;
    // Closer than this, compounds are not told apart whatever their formulas: a change on the part
    // of the molecule that leaves without charge hardly shows in EI, and two laboratories' records
    // of one compound differ by more.
    double ei_indistinct_margin = 50.0;
    std::size_t ei_minimum_ions = 5;   // matched peaks below which no library match is stated
    double ms2_compound_score = 0.75;  // spectral entropy similarity
    double ms2_isomer_margin = 0.10;
    double ms2_indistinct_margin = 0.02;
    // A class call without a library match needs this probability of the class model, and a
    // component that explains this share of its scan: what is left of a far larger peak can look
    // like anything.
    double class_probability = 0.9;
    double class_purity = 0.2;
    std::size_t candidates = 10;  // candidates listed a component
  } conclusion;
};

// Reads a TOML method file over the defaults. Throws Error{usage} naming file, line and key; an
// unknown key is answered with the nearest known one.
[[nodiscard]] Method read_method(const std::filesystem::path& path);

// "ms-search" or "amdis", as method files spell it.
[[nodiscard]] const char* name(UnitMassRule rule) noexcept;

// The method as TOML text that read_method reads back to the same method.
[[nodiscard]] std::string to_toml(const Method& method);

}  // namespace basepeak
