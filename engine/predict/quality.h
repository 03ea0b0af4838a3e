#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/predict/stacker_rows.h"

namespace basepeak {

// What tells how good a prediction will be. Of the analogues: similarity of the first, the second
// and the last, their weighted mean, how many, places_of_other_kinds (weighted). Of their
// transfers: how alike each is to the combination, to one another (weighted), the first to the
// second; the share of intensity whose ion's atoms they have; the atoms alike in any of them and in
// the first. How alike combination, generic scorer and stacked answer are, two by two. Of the
// stacked spectrum: its entropy, its mean m/z over the molecular mass, and of the generic scorer's
// the base peak.
inline constexpr std::size_t kQualityFeatures = 18;
using QualityFeatures = std::array<double, kQualityFeatures>;

// REQUIRES: evidence has analogues.
[[nodiscard]] QualityFeatures quality_features(const EiEvidence& evidence,
                                               const std::vector<double>& stacked);

// The cosine, on square roots, that a prediction and a measurement are expected to have: a linear
// function held within 0 and 1.
struct QualityModel {
  std::vector<double> coefficients;  // one a feature, then the constant
  double deviation = 0.0;            // standard deviation of what was left over when it was fitted
  // REQUIRES: one feature fewer than coefficients.
  [[nodiscard]] double expected(std::span<const double> features) const noexcept;
};

// A from 0.90, B from 0.85, C from 0.75, D below.
[[nodiscard]] char grade_of(double expected) noexcept;

// Cosine of two vectors of square roots, shorter ones padded with 0; 0 if one is all 0.
[[nodiscard]] double root_cosine(const std::vector<double>& a,
                                 const std::vector<double>& b) noexcept;

}  // namespace basepeak
