#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/prepare/column_class.h"
#include "engine/read/alkane_ladder.h"

namespace basepeak {

// A linear retention index and the two n-alkanes it was measured from.
struct RetentionIndex {
  double value = 0.0;
  int lower_carbons = 0;
  int upper_carbons = 0;
  bool is_extrapolated = false;  // the compound elutes outside these two
};

// van den Dool & Kratz 1963 (temperature programme), J. Chromatogr. 11:463:
//   RI = 100 (n + (N - n) (t - t_n) / (t_N - t_n)),  t_n <= t <= t_N, neighbours of the ladder.
// Outside the ladder nothing, or, where `extrapolates`, the line of the two outermost n-alkanes for
// at most one carbon. REQUIRES: a checked ladder (ascending, two points or more).
[[nodiscard]] std::optional<RetentionIndex> retention_index(std::span<const LadderPoint> ladder,
                                                            double retention_s, bool extrapolates);

// The ladder for a run: the latest that was not acquired after it, of those on a column of the
// run's class (a class that is not known excludes nothing). `why` says why this one, or why none. A
// single ladder is taken whatever its date, and `why` tells what speaks against it; of several,
// those without a readable date are left out.
struct LadderChoice {
  std::optional<std::size_t> chosen;
  std::string why;
};
[[nodiscard]] LadderChoice choose_ladder(std::span<const AlkaneLadder> ladders,
                                         std::string_view run_acquired, ColumnClass run_column);

}  // namespace basepeak
