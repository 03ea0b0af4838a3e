#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/search/clean.h"
#include "engine/search/search_settings.h"
#include "engine/spectrum/tolerance.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// The definition of every score. Scalar, double precision, exact: whatever proposes a record, the
// number a report prints comes from here. Formulas and sources stand in docs/method.md.

// The outcome of one comparison. Match factors run from 0 to 999.5 (the printed integer is the
// truncated one), every other score from 0 to 1. `matched_peaks` counts the pairs that entered.
struct ScoreValue {
  double score = 0.0;
  std::optional<double> reverse_score;
  std::uint32_t matched_peaks = 0;
};

// A cosine on a grid of 2^-40, far below what spectra tell apart: equal spectra score exactly 1 and
// equal scores rank as ties, whatever order the sums were formed in.
[[nodiscard]] inline double without_rounding(double cosine) noexcept {
  return std::nearbyint(cosine * 0x1p40) * 0x1p-40;
}

// --- EI, unit masses ---------------------------------------------------------------------------
// Rules shared by these scores. Nothing below the larger of the two spectra's lowest masses counts.
// At a mass from there on both intensities enter when at least one is above 1 of 999. A peak is
// common when both intensities are above 0. In reverse scores query peaks at masses where the
// record has no intensity are left out.

// A unit-mass spectrum with the weights of one score. Building it once saves the square roots.
struct WeightedUnitMass {
  std::vector<std::int32_t> mass;
  std::vector<double> intensity;
  std::vector<double> weight;        // of the dot product
  std::vector<double> ratio_weight;  // of the ratios of neighbouring peaks; empty if unused
};

// Exponents of the Stein-Scott composite: weight = mass^mass_power * intensity^intensity_power.
struct SteinScottWeights {
  double mass_power;
  double intensity_power;
};
inline constexpr SteinScottWeights kNistGc{3.0, 0.6};
inline constexpr SteinScottWeights kNist11Lc{1.3, 0.53};
inline constexpr SteinScottWeights kMassBank{2.0, 0.5};
inline constexpr SteinScottWeights kSquareRoot{0.0, 0.5};

[[nodiscard]] const SteinScottWeights& stein_scott_weights(SteinScott name) noexcept;

[[nodiscard]] WeightedUnitMass identity_weighted(const UnitMassSpectrum& spectrum);
[[nodiscard]] WeightedUnitMass simple_weighted(const UnitMassSpectrum& spectrum);
[[nodiscard]] WeightedUnitMass mass_weighted(const UnitMassSpectrum& spectrum);
[[nodiscard]] WeightedUnitMass intensity_weighted(const UnitMassSpectrum& spectrum);
[[nodiscard]] WeightedUnitMass stein_scott_weighted(const UnitMassSpectrum& spectrum,
                                                    const SteinScottWeights& weights = kNistGc);

// NIST identity match factor and its reverse (Stein 1994 as implemented). Takes identity_weighted.
[[nodiscard]] ScoreValue ei_identity(const WeightedUnitMass& query, const WeightedUnitMass& record);
// NIST simple similarity and its reverse. Takes simple_weighted.
[[nodiscard]] ScoreValue ei_simple(const WeightedUnitMass& query, const WeightedUnitMass& record);
// Cosine of the weights, not squared: of mass * sqrt(intensity) for mass_weighted, of intensity for
// intensity_weighted, of sqrt(intensity) for simple_weighted.
[[nodiscard]] ScoreValue ei_cosine(const WeightedUnitMass& query, const WeightedUnitMass& record);
// Stein & Scott 1994 composite, weighted by the number of query peaks. Takes stein_scott_weighted.
[[nodiscard]] ScoreValue ei_stein_scott(const WeightedUnitMass& query,
                                        const WeightedUnitMass& record);

// The simple match factor over neutral losses, molecular mass - m/z, of 1 Da and more: what lies at
// or above its molecular mass is left out, and the record's peaks are moved by the difference of
// the masses (nominal, Da). Takes simple_weighted.
[[nodiscard]] ScoreValue ei_neutral_loss(const WeightedUnitMass& query,
                                         const WeightedUnitMass& record, std::int32_t query_mass,
                                         std::int32_t record_mass);

// --- MS/MS, accurate masses ----------------------------------------------------------------------
// Two peaks are the same when their m/z differ by at most the tolerance, compared in whole
// microdaltons; a ppm width is taken from the query's peak. Pairing is one to one.

// Peaks with the weights of one score.
struct WeightedPeaks {
  std::vector<std::int64_t> mz_udalton;
  std::vector<double> weight;
  std::optional<std::int64_t> precursor_udalton;
  // What add_entropy_terms adds; empty or one a peak. Changes no score.
  std::vector<double> entropy_term = {};
};

// Weights that sum to 1; below a spectral entropy of 3 intensities are raised to 0.25 + 0.25 S.
[[nodiscard]] WeightedPeaks entropy_weighted(const CleanedPeaks& peaks);
// Forms what each peak of a query adds to entropy scores alone, once for many comparisons.
void add_entropy_terms(WeightedPeaks& query);
// Weights whose squares sum to 1: intensity or its square root.
[[nodiscard]] WeightedPeaks cosine_weighted(const CleanedPeaks& peaks, bool linear_intensity);

// Shannon entropy of the intensities as shares of their sum, in nats.
[[nodiscard]] double spectral_entropy(const CleanedPeaks& peaks);

// Spectral entropy similarity (Li et al. 2021). Takes entropy_weighted, as the next two.
[[nodiscard]] ScoreValue ms2_entropy(const WeightedPeaks& query, const WeightedPeaks& record,
                                     const Tolerance& tolerance);
// The same over neutral losses, precursor - m/z. 0 unless both precursors are known.
[[nodiscard]] ScoreValue ms2_neutral_loss_entropy(const WeightedPeaks& query,
                                                  const WeightedPeaks& record,
                                                  const Tolerance& tolerance);
// Fragments are paired first, what is left by neutral loss. Equal to ms2_entropy when a precursor
// is unknown or the precursors are the same within the tolerance.
[[nodiscard]] ScoreValue ms2_hybrid_entropy(const WeightedPeaks& query, const WeightedPeaks& record,
                                            const Tolerance& tolerance);

// How peaks that could pair in several ways are paired: `exact` is the assignment of the largest
// sum of products and is what searches use; `greedy` takes the largest product first.
enum class Assignment { exact, greedy };

// Cosine after pairing. Takes cosine_weighted, as the next two.
[[nodiscard]] ScoreValue ms2_cosine(const WeightedPeaks& query, const WeightedPeaks& record,
                                    const Tolerance& tolerance,
                                    Assignment assignment = Assignment::exact);
// Pairs may also differ by the difference of the precursors. Equal to ms2_cosine when a precursor
// is unknown or the precursors are the same within the tolerance.
[[nodiscard]] ScoreValue ms2_modified_cosine(const WeightedPeaks& query,
                                             const WeightedPeaks& record,
                                             const Tolerance& tolerance,
                                             Assignment assignment = Assignment::exact);
// Only pairs that differ by the difference of the precursors; peaks above a precursor are left out.
// 0 unless both precursors are known.
[[nodiscard]] ScoreValue ms2_neutral_loss_cosine(const WeightedPeaks& query,
                                                 const WeightedPeaks& record,
                                                 const Tolerance& tolerance,
                                                 Assignment assignment = Assignment::exact);

}  // namespace basepeak
