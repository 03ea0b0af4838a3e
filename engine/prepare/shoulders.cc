#include "engine/prepare/shoulders.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace basepeak {

namespace {

constexpr double kAreaShare = 0.10;
// Of a part most of whose ions have no maximum of their own where it is: only the neighbour's
// misshapen flank gives it them.
constexpr double kFewMaxima = 0.25;
constexpr double kUnseenShare = 0.50;
constexpr double kSimilarity = 0.70;
constexpr double kImpureSimilarity = 0.50;  // where the part explains less of its scan than this:
constexpr double kImpure = 0.20;
constexpr double kStrayShare =
    0.01;  // of the neighbour's area: noise on its flank, of any spectrum

// Squared cosine of square roots of intensity, as the simple match factor takes it.
double similarity(const Peaks& a, const Peaks& b) {
  double dot = 0.0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a.mz()[i] < b.mz()[j]) {
      ++i;
    } else if (a.mz()[i] > b.mz()[j]) {
      ++j;
    } else {
      dot += std::sqrt(static_cast<double>(a.intensity()[i++]) * b.intensity()[j++]);
    }
  }
  const double norm = a.total() * b.total();
  return norm > 0.0 ? dot * dot / norm : 0.0;
}

}  // namespace

std::vector<Query> join_shoulders(std::vector<Unmixed> queries) {
  std::vector<bool> is_part(queries.size(), false);
  std::vector<double> whole_area;  // with what is joined; shares are of the areas before
  for (const Unmixed& component : queries) whole_area.push_back(component.query.area);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    for (std::size_t k = 0; k < queries.size(); ++k) {
      Query& whole = queries[k].query;
      const Query& part = queries[i].query;
      // The sharpest ions' span is narrower than the whole peak's: half of it more on each side.
      const double margin_s = 0.5 * (whole.end_s - whole.start_s);
      const bool is_inside = part.retention_s >= whole.start_s - margin_s &&
                             part.retention_s <= whole.end_s + margin_s;
      if (i == k || queries[i].is_well_explained || is_part[k] || !is_inside ||
          part.area > (queries[i].own_maxima < kFewMaxima ? kUnseenShare : kAreaShare) * whole.area)
        continue;
      const bool is_stray =
          part.area <= kStrayShare * whole.area && part.peaks.size() * 4 <= whole.peaks.size();
      const double wanted = part.purity < kImpure ? kImpureSimilarity : kSimilarity;
      if (!is_stray && similarity(part.peaks, whole.peaks) < wanted) continue;
      is_part[i] = true;
      whole_area[k] += part.area;
      std::array<char, 160> remark{};
      std::snprintf(remark.data(), remark.size(),
                    "a maximum at %.2f min with %.2g %% of its area was taken as part of this peak",
                    part.retention_s / 60.0, 100.0 * part.area / whole.area);
      whole.remarks.emplace_back(remark.data());
      break;
    }
  }
  std::vector<Query> whole;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (is_part[i]) continue;
    queries[i].query.area = whole_area[i];
    whole.push_back(std::move(queries[i].query));
  }
  return whole;
}

}  // namespace basepeak
