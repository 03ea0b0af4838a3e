#pragma once

#include <string>

#include "engine/report/report.h"

namespace basepeak {

// Everything needed to repeat the run: file, instrument, software, library and every setting.
[[nodiscard]] std::string provenance(const Report& report);

// What could not be used, and why.
[[nodiscard]] std::string skipped_list(const Report& report);

}  // namespace basepeak
