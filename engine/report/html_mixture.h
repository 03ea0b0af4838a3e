#pragma once

#include <string>

#include "engine/report/report.h"

namespace basepeak {

// A spectrum that several records explain together, in the pages.

// " second compound" or " possibly a mixture" as a badge; empty for a component without one.
[[nodiscard]] std::string mixture_badge(const Identification& component);

// The parts in a table and, where there are to be plots, the component against their sum; empty for
// a component without a mixture.
[[nodiscard]] std::string mixture_section(const Report& report, const Identification& component,
                                          bool has_plots);

}  // namespace basepeak
