#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/report/html_candidates.h"
#include "engine/report/report.h"

namespace basepeak {

// Which components have a section of their own and which of those have plots; one entry a
// component.
struct SectionPlan {
  std::vector<bool> has_section;
  std::vector<bool> has_plots;
  std::size_t without_section = 0;
  std::size_t without_plots = 0;  // of those with a section
};

// Conclusions first, then by area: 200 sections, plots for the 40 largest of those with nothing
// found.
[[nodiscard]] SectionPlan plan_sections(const Report& report);

// What was found, in plain words.
[[nodiscard]] std::string verdicts(const Report& report, const CandidateIndex& candidates,
                                   const SectionPlan& plan);

// The chromatogram with the components' apexes; a sentence if the run has none.
[[nodiscard]] std::string chromatogram_figure(const Report& report,
                                              const CandidateIndex& candidates,
                                              const SectionPlan& plan);

// One row a component.
[[nodiscard]] std::string component_table(const Report& report, const CandidateIndex& candidates,
                                          const SectionPlan& plan);

}  // namespace basepeak
