#pragma once

#include <filesystem>
#include <string>

#include "engine/report/report.h"

namespace basepeak {

// The profile that --acceptance means: a file of that path, else NAME.toml among the profiles that
// come with the program (folder `acceptance` beside it). Throws Error{usage} listing their names.
[[nodiscard]] std::filesystem::path acceptance_path(const std::string& path_or_name);

// That profile with the categories of techniques that come with the program, without references.
[[nodiscard]] AcceptanceRequest acceptance_request(const std::string& path_or_name);

// What a run of reference material offers: its components with a library match.
[[nodiscard]] ReferenceRun reference_run(const Report& report);

// Holds every component of the report with a library match against the profile. A reference that is
// the run itself is passed over.
void accept_components(const AcceptanceRequest& request, Report& report);

}  // namespace basepeak
