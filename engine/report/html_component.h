#pragma once

#include <cstddef>
#include <string>

#include "engine/report/html_candidates.h"
#include "engine/report/html_structures.h"
#include "engine/report/report.h"

namespace basepeak {

// The section of the component at `index` ("#c1" for the first): plots, candidates, isomers, class
// evidence and reasons. Open if there is a conclusion.
[[nodiscard]] std::string component_section(const Report& report, std::size_t index, bool has_plots,
                                            const CandidateIndex& candidates,
                                            HtmlStructures& structures);

}  // namespace basepeak
