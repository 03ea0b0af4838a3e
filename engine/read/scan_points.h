#pragma once

#include <cstddef>
#include <vector>

namespace basepeak {

// Where the points of one scan lie among all points of an ANDI/MS file.
struct ScanPoints {
  std::size_t first = 0;
  std::size_t count = 0;
  bool is_misplaced = false;  // the index is not among the points, or the next one is before it
  bool is_in_doubt = false;   // index and count disagree where not all points are in their place
};

struct PointMap {
  std::vector<ScanPoints> scans;
  // Points of no scan that are no flag records either; some count twice if a scan is misplaced.
  std::size_t unused = 0;
};

// The points of each scan, from what the file says of them: `index` is a scan's first point,
// `count` its number of points, `flags` the number of flag records stored behind them; `count` and
// `flags` may be empty. A count that is too high throughout is stale, as edited files have it, and
// puts nothing in doubt while every point is used and no scan misplaced. Source: ASTM E2077.
[[nodiscard]] PointMap map_points(const std::vector<double>& index,
                                  const std::vector<double>& count,
                                  const std::vector<double>& flags, std::size_t points);

}  // namespace basepeak
