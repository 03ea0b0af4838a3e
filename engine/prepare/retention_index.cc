#include "engine/prepare/retention_index.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/read/acquisition_time.h"

namespace basepeak {

namespace {

double index_on_line(const LadderPoint& lower, const LadderPoint& upper, double retention_s) {
  const double share = (retention_s - lower.retention_s) / (upper.retention_s - lower.retention_s);
  return 100.0 * (lower.carbons + (upper.carbons - lower.carbons) * share);
}

}  // namespace

std::optional<RetentionIndex> retention_index(std::span<const LadderPoint> ladder,
                                              double retention_s, bool extrapolates) {
  if (ladder.size() < 2 || !std::isfinite(retention_s)) return std::nullopt;
  // The first n-alkane after the compound, or the last.
  auto upper = std::upper_bound(
      ladder.begin(), ladder.end(), retention_s,
      [](double time_s, const LadderPoint& point) { return time_s < point.retention_s; });
  if (upper == ladder.begin()) ++upper;
  if (upper == ladder.end()) --upper;
  const auto lower = upper - 1;
  const bool is_outside = retention_s < lower->retention_s || retention_s > upper->retention_s;
  if (is_outside && !extrapolates) return std::nullopt;
  const double value = index_on_line(*lower, *upper, retention_s);
  if (value < 100.0 * (ladder.front().carbons - 1) || value > 100.0 * (ladder.back().carbons + 1)) {
    return std::nullopt;
  }
  return RetentionIndex{value, lower->carbons, upper->carbons, is_outside};
}

LadderChoice choose_ladder(std::span<const AlkaneLadder> ladders, std::string_view run_acquired,
                           ColumnClass run_column) {
  std::vector<std::size_t> usable;
  for (std::size_t i = 0; i < ladders.size(); ++i) {
    const ColumnClass column = column_class(ladders[i].column);
    if (run_column == ColumnClass::unknown || column == ColumnClass::unknown ||
        column == run_column) {
      usable.push_back(i);
    }
  }
  if (usable.empty()) {
    return {std::nullopt,
            std::string("no ladder is from a ") + name(run_column) + " column, the run's"};
  }
  const std::string others = usable.size() == ladders.size()
                                 ? ""
                                 : "; " + std::to_string(ladders.size() - usable.size()) +
                                       " of another class of column left out";
  const auto run_time = acquisition_time(run_acquired);
  std::optional<std::size_t> best;
  std::int64_t best_s = 0;
  std::size_t undated = 0;
  for (const std::size_t i : usable) {
    const auto time = acquisition_time(ladders[i].acquired);
    if (!time) {
      ++undated;
    } else if (run_time && time->seconds <= run_time->latest() &&
               (!best || time->seconds > best_s)) {
      best = i;
      best_s = time->seconds;
    }
  }
  if (usable.size() == 1) {
    const std::string why = best          ? "the only one, not after the run"
                            : !run_time   ? "the only one; when the run was acquired is not known"
                            : undated > 0 ? "the only one; when it was acquired is not known"
                                          : "the only one, although it was acquired after the run";
    return {usable.front(), why + others};
  }
  if (best) {
    const std::string without =
        undated > 0 ? "; " + std::to_string(undated) + " without a readable date left out" : "";
    return {best, "the latest not after the run" + without + others};
  }
  return {std::nullopt, (run_time ? "of several ladders none is known to be from before the run"
                                  : "several ladders, and when the run was acquired is not known") +
                            others};
}

}  // namespace basepeak
