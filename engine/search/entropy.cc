#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/search/pairing.h"
#include "engine/search/score.h"

namespace basepeak {

namespace {

constexpr double kWeightingLimit = 3.0;  // nats; spectra of higher entropy are not weighted

double x_log_x(double x) { return x > 0.0 ? x * std::log2(x) : 0.0; }

// What a pair adds to the similarity 1 - (2 S(mix) - S(A) - S(B)) / ln 4: unmatched peaks cancel,
// so the similarity is the sum of this over pairs. `own` is x_log_x(0.5 * a).
double term(double a, double own, double b) {
  return x_log_x(0.5 * (a + b)) - own - x_log_x(0.5 * b);
}

// Pairs peaks within the tolerance after moving the record's by `shift`, in ascending order, and
// adds their terms. Pairs peaks that are not used yet and marks them, where marks are given.
struct Marks {
  std::vector<bool> query;
  std::vector<bool> record;
};

void add_pairs(const WeightedPeaks& query, const WeightedPeaks& record, const Tolerance& tolerance,
               std::int64_t shift, Marks* marks, ScoreValue& value) {
  pair_in_order(
      query.mz_udalton, record.mz_udalton, shift, tolerance, [&](std::size_t i, std::size_t j) {
        if (marks != nullptr) {
          if (marks->query[i] || marks->record[j]) return false;
          marks->query[i] = marks->record[j] = true;
        }
        const double own =
            query.entropy_term.empty() ? x_log_x(0.5 * query.weight[i]) : query.entropy_term[i];
        value.score += term(query.weight[i], own, record.weight[j]);
        ++value.matched_peaks;
        return true;
      });
}

}  // namespace

double spectral_entropy(const CleanedPeaks& peaks) {
  double entropy = 0.0;
  for (const double p : peaks.intensity) {
    if (p > 0.0) entropy -= p * std::log(p);
  }
  return entropy;
}

WeightedPeaks entropy_weighted(const CleanedPeaks& peaks) {
  WeightedPeaks result{peaks.mz_udalton, peaks.intensity, peaks.precursor_udalton};
  const double entropy = spectral_entropy(peaks);
  if (entropy >= kWeightingLimit) return result;
  double total = 0.0;
  for (double& p : result.weight) {
    p = std::pow(p, 0.25 + 0.25 * entropy);
    total += p;
  }
  for (double& p : result.weight) p /= total;
  return result;
}

void add_entropy_terms(WeightedPeaks& query) {
  query.entropy_term.clear();
  for (const double w : query.weight) query.entropy_term.push_back(x_log_x(0.5 * w));
}

ScoreValue ms2_entropy(const WeightedPeaks& query, const WeightedPeaks& record,
                       const Tolerance& tolerance) {
  ScoreValue value;
  add_pairs(query, record, tolerance, 0, nullptr, value);
  value.score = std::clamp(value.score, 0.0, 1.0);
  return value;
}

ScoreValue ms2_neutral_loss_entropy(const WeightedPeaks& query, const WeightedPeaks& record,
                                    const Tolerance& tolerance) {
  ScoreValue value;
  if (!query.precursor_udalton || !record.precursor_udalton) return value;
  add_pairs(query, record, tolerance, *query.precursor_udalton - *record.precursor_udalton, nullptr,
            value);
  value.score = std::clamp(value.score, 0.0, 1.0);
  return value;
}

ScoreValue ms2_hybrid_entropy(const WeightedPeaks& query, const WeightedPeaks& record,
                              const Tolerance& tolerance) {
  const std::int64_t shift = precursor_shift(query, record, tolerance);
  if (shift == 0) return ms2_entropy(query, record, tolerance);
  ScoreValue value;
  Marks marks{std::vector<bool>(query.weight.size()), std::vector<bool>(record.weight.size())};
  add_pairs(query, record, tolerance, 0, &marks, value);
  add_pairs(query, record, tolerance, shift, &marks, value);
  value.score = std::clamp(value.score, 0.0, 1.0);
  return value;
}

}  // namespace basepeak
