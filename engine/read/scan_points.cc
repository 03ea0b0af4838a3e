#include "engine/read/scan_points.h"

#include <algorithm>

namespace basepeak {

namespace {

// How many `value` says, at most `most`; none for NaN and negative values, which mean "missing".
std::size_t number(double value, std::size_t most) {
  return value > 0.0 ? static_cast<std::size_t>(std::min(value, static_cast<double>(most))) : 0;
}

}  // namespace

PointMap map_points(const std::vector<double>& index, const std::vector<double>& count,
                    const std::vector<double>& flags, std::size_t points) {
  const auto is_possible = [&](std::size_t scan) {
    return index[scan] >= 0.0 && index[scan] <= static_cast<double>(points);
  };
  PointMap map;
  map.scans.resize(index.size());
  std::vector<std::size_t> overstated;
  for (std::size_t scan = 0; scan < index.size(); ++scan) {
    ScanPoints& found = map.scans[scan];
    if (!is_possible(scan)) {
      found.is_misplaced = true;
      continue;
    }
    found.first = number(index[scan], points);
    if (scan == 0) map.unused = found.first;
    std::size_t follower = scan + 1;
    while (follower < index.size() && !is_possible(follower)) ++follower;
    const std::size_t next = follower < index.size() ? number(index[follower], points) : points;
    if (next < found.first) {
      found.is_misplaced = true;
      continue;
    }
    const std::size_t room = next - found.first;
    found.count = room;
    if (scan >= count.size()) continue;
    found.count = std::min(room, number(count[scan], points));
    if (count[scan] > static_cast<double>(room)) overstated.push_back(scan);
    const std::size_t flagged = scan < flags.size() ? number(flags[scan], points) : 0;
    // What is left over before a misplaced scan may be that scan's, which is told of by itself.
    if (follower != scan + 1 || room - found.count <= flagged) continue;
    map.unused += room - found.count - flagged;
    found.is_in_doubt = true;
  }
  const bool is_whole =
      map.unused == 0 && std::none_of(map.scans.begin(), map.scans.end(),
                                      [](const ScanPoints& scan) { return scan.is_misplaced; });
  if (!is_whole) {
    for (const std::size_t scan : overstated) map.scans[scan].is_in_doubt = true;
  }
  return map;
}

}  // namespace basepeak
