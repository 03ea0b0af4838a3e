#pragma once

#include <string>

namespace basepeak {

// Something foreseen that could not be used - a scan, a record, a field - and the reason. Skipped
// things are rows of the report: nothing is lost silently.
struct Skipped {
  std::string where;  // "scan 17", "line 120: record 'Fentanyl'"
  std::string why;
  bool operator==(const Skipped&) const = default;
};

}  // namespace basepeak
