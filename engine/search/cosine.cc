#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/search/pairing.h"
#include "engine/search/score.h"

namespace basepeak {

namespace {

constexpr std::int64_t kAnyMz = std::numeric_limits<std::int64_t>::max();

// Adds every pair within the tolerance after moving the record's peaks by `shift`; peaks above the
// highest m/z allowed are left out.
void add_possible(const WeightedPeaks& query, const WeightedPeaks& record,
                  const Tolerance& tolerance, std::int64_t shift, std::int64_t query_highest,
                  std::int64_t record_highest, std::vector<PossiblePair>& pairs) {
  pair_in_order(
      query.mz_udalton, record.mz_udalton, shift, tolerance, [&](std::size_t i, std::size_t j) {
        if (query.mz_udalton[i] <= query_highest && record.mz_udalton[j] <= record_highest) {
          pairs.push_back({i, j, query.weight[i] * record.weight[j]});
        }
        return false;  // other partners are looked at, too
      });
}

double squares(const WeightedPeaks& peaks) {
  double sum = 0.0;
  for (const double w : peaks.weight) sum += w * w;
  return sum;
}

double cosine(double dot, double query, double record) {
  return query > 0.0 && record > 0.0
             ? std::clamp(without_rounding(dot / std::sqrt(query * record)), 0.0, 1.0)
             : 0.0;
}

ScoreValue assigned(const WeightedPeaks& query, const WeightedPeaks& record,
                    std::vector<PossiblePair> pairs, Assignment assignment) {
  const std::vector<PossiblePair> chosen = assignment == Assignment::exact
                                               ? assign_exactly(std::move(pairs))
                                               : assign_greedily(std::move(pairs));
  double dot = 0.0;
  double query_matched = 0.0;
  for (const PossiblePair& pair : chosen) {
    dot += pair.product;
    query_matched += query.weight[pair.query] * query.weight[pair.query];
  }
  const double record_norm = squares(record);
  return {cosine(dot, squares(query), record_norm), cosine(dot, query_matched, record_norm),
          static_cast<std::uint32_t>(chosen.size())};
}

}  // namespace

WeightedPeaks cosine_weighted(const CleanedPeaks& peaks, bool linear_intensity) {
  WeightedPeaks result{peaks.mz_udalton, peaks.intensity, peaks.precursor_udalton};
  if (!linear_intensity) {
    for (double& w : result.weight) w = std::sqrt(w);
  }
  const double norm = std::sqrt(squares(result));
  if (norm > 0.0) {
    for (double& w : result.weight) w /= norm;
  }
  return result;
}

ScoreValue ms2_cosine(const WeightedPeaks& query, const WeightedPeaks& record,
                      const Tolerance& tolerance, Assignment assignment) {
  std::vector<PossiblePair> pairs;
  add_possible(query, record, tolerance, 0, kAnyMz, kAnyMz, pairs);
  return assigned(query, record, std::move(pairs), assignment);
}

ScoreValue ms2_modified_cosine(const WeightedPeaks& query, const WeightedPeaks& record,
                               const Tolerance& tolerance, Assignment assignment) {
  const std::int64_t shift = precursor_shift(query, record, tolerance);
  std::vector<PossiblePair> pairs;
  add_possible(query, record, tolerance, 0, kAnyMz, kAnyMz, pairs);
  if (shift != 0) add_possible(query, record, tolerance, shift, kAnyMz, kAnyMz, pairs);
  return assigned(query, record, std::move(pairs), assignment);
}

ScoreValue ms2_neutral_loss_cosine(const WeightedPeaks& query, const WeightedPeaks& record,
                                   const Tolerance& tolerance, Assignment assignment) {
  if (!query.precursor_udalton || !record.precursor_udalton) return {0.0, 0.0, 0};
  std::vector<PossiblePair> pairs;
  add_possible(query, record, tolerance, *query.precursor_udalton - *record.precursor_udalton,
               *query.precursor_udalton, *record.precursor_udalton, pairs);
  return assigned(query, record, std::move(pairs), assignment);
}

}  // namespace basepeak
