#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/identify/acceptance_profile.h"
#include "engine/identify/identification.h"
#include "engine/identify/technique_scheme.h"
#include "engine/read/run.h"

namespace basepeak {

// A component of a reference run of the batch, with the compounds it may be.
struct ReferencePeak {
  std::vector<std::string> compounds;  // first blocks of InChIKeys, the best match's first
  std::string name;                    // of the best match
  MeasuredPeak peak;                   // its diagnostic ions
  bool has_accurate_mass = false;
  int ms_level = 1;
};

// A run of reference material that was measured in the same batch.
struct ReferenceRun {
  std::string name, sha256, acquired;
  std::vector<ReferencePeak> peaks;
};

// A profile to hold components against, with what it takes.
struct AcceptanceRequest {
  AcceptanceProfile profile;
  std::string profile_sha256;
  TechniqueCategories categories;
  std::vector<ReferenceRun> references;
};

// What one component was compared with, and what came out.
struct ComponentAcceptance {
  std::string reference;     // name of the compound that the reference is
  std::string reference_id;  // record id, or the run's name
  bool is_of_same_batch = false;
  Acceptance answer;
  SchemeCount scheme;
};

struct AcceptanceFacts {
  AcceptanceRequest request;
  std::vector<std::optional<ComponentAcceptance>> components;  // parallel; none without a match
};

// The six strongest ions of 5 % and more, on unit masses for EI.
[[nodiscard]] std::vector<MeasuredPeak::Ion> diagnostic_ions(const Peaks& peaks, bool is_ei);
// All ions, on unit masses for EI.
[[nodiscard]] std::vector<MeasuredPeak::Ion> measured_ions(const Peaks& peaks, bool is_ei);

[[nodiscard]] ReferencePeak reference_peak(const Identification& component,
                                           const std::string& name);

// A component with a library match against the reference run's peak of that compound, else against
// the library's spectrum. `record_peaks` and `record_name` are the best match's. None without a
// match to a measured record.
[[nodiscard]] std::optional<ComponentAcceptance> accept_component(
    const Identification& component, const Peaks& record_peaks, const std::string& record_name,
    bool is_measured_record, Separation separation, const AcceptanceRequest& request);

}  // namespace basepeak
