#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/skipped.h"

namespace basepeak {

// Counts what is left out for one reason, to be told in one row.
struct LeftOut {
  std::size_t count = 0;
  std::size_t first_scan = 0;
  void add(std::size_t scan, std::size_t scans = 1) {
    if (count == 0) first_scan = scan;
    count += scans;
  }
  void tell(std::vector<Skipped>& skipped, const std::string& why, bool is_loss) const {
    if (count == 0) return;
    const std::string where =
        count == 1 ? "scan " + std::to_string(first_scan)
                   : std::to_string(count) + " scans from scan " + std::to_string(first_scan);
    skipped.push_back({where, why, is_loss});
  }
};

}  // namespace basepeak
