#pragma once

#include <string>

namespace basepeak {

// Something foreseen that could not be used - a scan, a record, a field - and the reason. Skipped
// things are rows of the report: nothing is lost silently.
struct Skipped {
  std::string where;  // "scan 17", "line 120: record 'Fentanyl'"
  std::string why;
  // A part of the run itself, a scan or record that should be there, could not be used: what is
  // reported comes from an incomplete run. False for remarks that cost nothing.
  bool is_loss = false;
  bool operator==(const Skipped&) const = default;
};

}  // namespace basepeak
