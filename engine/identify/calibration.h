#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/identify/calibration_model.h"
#include "engine/identify/compound_evidence.h"

namespace basepeak {

// What the presence of the compound in the library is judged by, of the query itself.
struct QueryFacts {
  double peaks = 0.0;       // of 1 % of the base peak and more
  double base_share = 0.0;  // of the base peak, of all signal
};
[[nodiscard]] QueryFacts facts_of(const Peaks& peaks);

// The answer of an EI search in probabilities; everything is parallel to the evidence.
struct Calibrated {
  double in_library = 0.0;          // that the query's compound is one of the library's
  std::vector<double> share;        // of each compound, given that; they sum to 1
  std::vector<double> probability;  // that the query's compound is this one
  std::vector<std::size_t> group;   // what this measurement does not exclude, ascending; 0 is in it
  double group_probability = 0.0;   // that the query's compound is one of these
};

// `prior` is the share of queries whose compound is in the library, as expected by whoever reads
// the answer; the model's own leaves its probabilities as fitted. REQUIRES: evidence is not empty,
// 0 < prior < 1.
[[nodiscard]] Calibrated calibrate(std::span<const CompoundEvidence> evidence,
                                   const QueryFacts& facts, double prior,
                                   const CalibrationModel& model = calibration_model());

// Fills the group from the shares: the likeliest compounds, which together cover `coverage` of
// them, and the first. Returns what the group covers.
double choose_group(Calibrated& answer, double coverage);
// Fills the probabilities; `covered` as choose_group returned it.
void state_probabilities(Calibrated& answer, double in_library, double covered);

// The shares of `calibrate` alone, and what decides `in_library`: for the fit.
[[nodiscard]] std::vector<double> choice_shares(std::span<const CompoundEvidence> evidence,
                                                const CalibrationModel& model);
[[nodiscard]] std::array<double, kPresenceFeatures> presence_features(
    std::span<const CompoundEvidence> evidence, std::span<const double> shares,
    const QueryFacts& facts);

// Whether a statement holds that the best match makes: `share` is that of the compounds it holds
// for.
[[nodiscard]] std::array<double, kStatementFeatures> statement_features(
    std::span<const CompoundEvidence> evidence, const Calibrated& answer, double share);
// Of the compounds of the best match's class, and of its isomer key.
[[nodiscard]] double class_share(std::span<const CompoundEvidence> evidence,
                                 const Calibrated& answer) noexcept;
[[nodiscard]] double key_share(std::span<const CompoundEvidence> evidence,
                               const Calibrated& answer) noexcept;

// That the compound is of the best match's class, which has one; and, for a match to a fentanyl,
// that its sites are the compound's.
[[nodiscard]] double library_class_probability(std::span<const CompoundEvidence> evidence,
                                               const Calibrated& answer,
                                               const CalibrationModel& model = calibration_model());
[[nodiscard]] double library_site_probability(std::span<const CompoundEvidence> evidence,
                                              const Calibrated& answer,
                                              const CalibrationModel& model = calibration_model());

// Odds of a statement after the measurement over those before it, with `prior` as the probability
// before.
[[nodiscard]] double likelihood_ratio(double probability, double prior) noexcept;

}  // namespace basepeak
