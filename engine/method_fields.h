#pragma once

#include "engine/method.h"

namespace basepeak {

// Calls visit(section, key, value) for every setting of a method, in the order that method files
// and reports list them. `M` is Method or const Method. The one list of settings: reading, writing
// and reporting a method all go through it.
template <typename M, typename Visit>
void for_each_field(M& method, Visit&& visit) {
  visit("", "name", method.name);
  auto& components = method.components;
  visit("components", "lowest_mz", components.lowest_mz);
  visit("components", "noise_rejection", components.noise_rejection);
  visit("components", "half_window_scans", components.half_window_scans);
  visit("components", "peak_end_fraction", components.peak_end_fraction);
  visit("components", "minimum_ions", components.minimum_ions);
  visit("components", "minimum_share_of_largest", components.minimum_share_of_largest);
  const auto visit_search = [&](const char* section, auto& search) {
    visit(section, "score", search.score);
    visit(section, "threshold", search.threshold);
    visit(section, "unit_mass_rule", search.unit_mass_rule);
    visit(section, "peak_tolerance", search.peak_tolerance);
    visit(section, "precursor_tolerance", search.precursor_tolerance);
    visit(section, "query_mass", search.query_mass);
    visit(section, "keep_precursor_peaks", search.keep_precursor_peaks);
    visit(section, "linear_intensity", search.linear_intensity);
  };
  visit_search("ei_search", method.ei_search);
  visit_search("ms2_search", method.ms2_search);
  auto& precursors = method.precursors;
  visit("precursors", "survey_tolerance", precursors.survey_tolerance);
  visit("precursors", "assumed_isolation_width_mz", precursors.assumed_isolation_width_mz);
  visit("precursors", "minimum_purity", precursors.minimum_purity);
  visit("precursors", "expected_width_s", precursors.expected_width_s);
  visit("precursors", "co_elution_correlation", precursors.co_elution_correlation);
  visit("precursors", "replicate_gap_s", precursors.replicate_gap_s);
  visit("precursors", "replicate_share", precursors.replicate_share);
  visit("precursors", "purity_of_best", precursors.purity_of_best);
  visit("precursors", "in_source_fragment_share", precursors.in_source_fragment_share);
  auto& conclusion = method.conclusion;
  visit("conclusion", "ei_compound_score", conclusion.ei_compound_score);
  visit("conclusion", "ei_tentative_score", conclusion.ei_tentative_score);
  visit("conclusion", "library_prior", conclusion.library_prior);
  visit("conclusion", "ei_isomer_margin", conclusion.ei_isomer_margin);
  visit("conclusion", "ei_indistinct_margin", conclusion.ei_indistinct_margin);
  visit("conclusion", "ei_minimum_ions", conclusion.ei_minimum_ions);
  visit("conclusion", "ms2_compound_score", conclusion.ms2_compound_score);
  visit("conclusion", "ms2_isomer_margin", conclusion.ms2_isomer_margin);
  visit("conclusion", "ms2_indistinct_margin", conclusion.ms2_indistinct_margin);
  visit("conclusion", "class_probability", conclusion.class_probability);
  visit("conclusion", "class_purity", conclusion.class_purity);
  visit("conclusion", "candidates", conclusion.candidates);
  auto& retention = method.retention;
  visit("retention", "column", retention.column);
  visit("retention", "ladder_first_carbon", retention.ladder_first_carbon);
  visit("retention", "extrapolate_a_carbon", retention.extrapolate_a_carbon);
  visit("retention", "standard_non_polar_window_ri", retention.standard_non_polar_window_ri);
  visit("retention", "semi_standard_non_polar_window_ri",
        retention.semi_standard_non_polar_window_ri);
  visit("retention", "polar_window_ri", retention.polar_window_ri);
  visit("retention", "unknown_column_window_ri", retention.unknown_column_window_ri);
  visit("retention", "penalty_level_match_factor", retention.penalty_level_match_factor);
  visit("retention", "penalty_cap_match_factor", retention.penalty_cap_match_factor);
  visit("retention", "internal_standard", retention.internal_standard);
  visit("retention", "internal_standard_expected_s", retention.internal_standard_expected_s);
  visit("retention", "internal_standard_window_s", retention.internal_standard_window_s);
  auto& batch = method.batch;
  visit("batch", "blank_window_s", batch.blank_window_s);
  visit("batch", "blank_match_factor", batch.blank_match_factor);
  visit("batch", "carry_over_percent", batch.carry_over_percent);
  visit("batch", "carry_over_window_s", batch.carry_over_window_s);
  visit("batch", "carry_over_match_factor", batch.carry_over_match_factor);
}

}  // namespace basepeak
