#include "engine/prepare/skew.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace basepeak {

namespace {

constexpr double kStrong = 20.0;      // noise units
constexpr double kTogether = 0.8;     // scans from the group's middle
constexpr std::size_t kFewest = 6;    // ions of a group
constexpr double kSignificant = 5.0;  // standard errors
constexpr double kLeast = 0.1;        // scans over kSpan
constexpr double kMost = 1.2;
constexpr double kSpan = 400.0;  // m/z

// Sums of a weighted regression through the middle of each group.
struct Regression {
  double xx = 0.0, xy = 0.0, yy = 0.0, weight = 0.0, weighted_mz = 0.0;
  std::size_t points = 0;

  void add(std::span<const IonMaximum* const> group) {
    double sum = 0.0, mean_x = 0.0, mean_y = 0.0;
    for (const IonMaximum* ion : group) {
      const double share = weight_of(*ion);
      sum += share;
      mean_x += share * ion->mass;
      mean_y += share * ion->apex;
    }
    weight += sum;
    weighted_mz += mean_x;
    mean_x /= sum;
    mean_y /= sum;
    for (const IonMaximum* ion : group) {
      const double share = weight_of(*ion);
      const double x = ion->mass - mean_x;
      const double y = ion->apex - mean_y;
      xx += share * x * x;
      xy += share * x * y;
      yy += share * y * y;
    }
    points += group.size() - 1;
  }

 private:
  // Beyond a point a stronger ion is not better placed: its shape is not known better.
  static double weight_of(const IonMaximum& ion) { return std::min(ion.noise_units, 200.0); }
};

}  // namespace

bool is_a_skew(double scans_per_mz, double standard_error) {
  const double over_span = std::abs(scans_per_mz) * kSpan;
  return over_span >= kLeast && over_span <= kMost &&
         std::abs(scans_per_mz) >= kSignificant * standard_error;
}

Skew measure_skew(std::span<const IonMaximum> maxima) {
  std::vector<const IonMaximum*> strong;
  for (const IonMaximum& maximum : maxima) {
    if (maximum.noise_units >= kStrong) strong.push_back(&maximum);
  }
  std::stable_sort(strong.begin(), strong.end(),
                   [](const IonMaximum* a, const IonMaximum* b) { return a->apex < b->apex; });
  // Groups around the strongest ions, each ion in one.
  std::vector<const IonMaximum*> leaders = strong;
  std::stable_sort(leaders.begin(), leaders.end(), [](const IonMaximum* a, const IonMaximum* b) {
    return a->noise_units > b->noise_units;
  });
  std::vector<bool> is_used(strong.size(), false);
  Regression regression;
  for (const IonMaximum* leader : leaders) {
    const auto first =
        std::lower_bound(strong.begin(), strong.end(), leader->apex - kTogether,
                         [](const IonMaximum* ion, double apex) { return ion->apex < apex; });
    std::vector<const IonMaximum*> group;
    for (auto at = first; at != strong.end() && (*at)->apex <= leader->apex + kTogether; ++at) {
      const auto index = static_cast<std::size_t>(at - strong.begin());
      if (is_used[index]) continue;
      is_used[index] = true;
      group.push_back(*at);
    }
    if (group.size() >= kFewest) regression.add(group);
  }
  if (regression.points < 2 * kFewest || regression.xx <= 0.0) return {};
  const double slope = regression.xy / regression.xx;
  const double left = std::max(0.0, regression.yy - slope * regression.xy);
  const double error = std::sqrt(left / static_cast<double>(regression.points) / regression.xx);
  if (!is_a_skew(slope, error)) return {};
  return {slope, regression.weighted_mz / regression.weight};
}

}  // namespace basepeak
