#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "engine/search/search_settings.h"
#include "engine/spectrum/tolerance.h"
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
    double noise_rejection = 4.0;     // a lower maximum, in deviations of the noise, is ignored
    int half_window_scans = 12;       // farthest an ion's peak may reach from its maximum
    double peak_end_fraction = 0.05;  // an ion's peak ends below this share of its maximum
    int minimum_ions = 3;             // fewer maxima together are not a component
    double minimum_share_of_largest = 0.0005;  // of the largest component's model ion
  } components;

  SearchSettings ei_search;
  SearchSettings ms2_search;

  // LC-MS/MS runs: precursors in the MS1 scans, and MS/MS scans of one precursor together.
  struct Precursors {
    Tolerance survey_tolerance = Tolerance::da(0.01);  // of one ion in MS1 scans
    double assumed_isolation_width_mz = 1.0;           // where the file states none
    double minimum_purity = 0.7;             // below, the report warns of a chimeric spectrum
    double expected_width_s = 6.0;           // of a chromatographic peak at half its height
    double co_elution_correlation = 0.8;     // Pearson's, from which two ions elute together
    double replicate_gap_s = 30.0;           // scans of one precursor farther apart are not merged
    double replicate_share = 0.5;            // of the merged scans that a fragment must be in
    double purity_of_best = 0.5;             // scans below this share of the purest are not merged
    double in_source_fragment_share = 0.01;  // of the stronger ion's MS/MS base peak
  } precursors;

  struct Conclusion {
    double ei_compound_score = 800.0;   // match factor for a library match
    double ei_tentative_score = 700.0;  // match factor below which no library match is stated
    // Of the samples whose compound the library holds, as the laboratory expects it: what the
    // probabilities of EI matches start from. They were fitted with one half.
    double library_prior = 0.5;
    // The two margins hold where nothing was calibrated: other scores than ei-identity, and
    // predicted records.
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

  // Retention indices (ri: index units, 100 a carbon) and relative retention. Without a ladder or
  // an internal standard nothing of this acts.
  struct Retention {
    std::string column;                 // the run's, "HP-5MS"; empty: the ladder's own
    int ladder_first_carbon = 0;        // of a ladder run's first n-alkane; 0: by its spectrum
    bool extrapolate_a_carbon = false;  // indices up to one carbon outside the ladder
    // Differences from a record's index that cost nothing. Records of another class of column than
    // the run's are not compared.
    double standard_non_polar_window_ri = 20.0;
    double semi_standard_non_polar_window_ri = 20.0;
    double polar_window_ri = 30.0;
    double unknown_column_window_ri = 50.0;  // the run's column or the record's is not known
    // Penalty = (difference / window - 1) * level, at most the cap, on the match factor scale of 0
    // to 999; cosine-like scores take it divided by 999.
    double penalty_level_match_factor = 50.0;
    double penalty_cap_match_factor = 200.0;
    std::string internal_standard;  // name or id of its library record; empty: none
    std::optional<double> internal_standard_expected_s;
    double internal_standard_window_s = 6.0;  // either side of the expected time
  } retention;

  // What is compared between the runs of a batch. Flags only: no component is ever removed.
  struct Batch {
    double blank_window_s = 3.0;        // the same retention in run and blank
    double blank_match_factor = 800.0;  // ei-simple match factor of the same spectrum, 0 to 999
    double carry_over_percent = 1.0;    // of the area in the run before; 0: not looked for
    double carry_over_window_s = 3.0;
    double carry_over_match_factor = 800.0;
  } batch;
};

// Reads a TOML method file over the defaults. Throws Error{usage} naming file, line and key; an
// unknown key is answered with the nearest known one.
[[nodiscard]] Method read_method(const std::filesystem::path& path);

// "ms-search" or "amdis", as method files spell it.
[[nodiscard]] const char* name(UnitMassRule rule) noexcept;

// The method as TOML text that read_method reads back to the same method.
[[nodiscard]] std::string to_toml(const Method& method);

}  // namespace basepeak
