#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/compound_evidence.h"

namespace basepeak {

// What tells whether the library holds the query's compound at all.
enum class PresenceFeature : std::uint8_t {
  constant,
  identity,            // of the likeliest compound, match factor in hundreds
  identity_above_800,  // what it is above that, else 0
  identity_above_900,
  peaks,           // logarithm of the query's peaks of 1 % of the base peak and more
  base_share,      // share of the signal in the base peak
  near_isomers,    // logarithm of the compounds of the likeliest one's isomer key within 100
  near_compounds,  // logarithm of all compounds within 100 of it
};
inline constexpr std::size_t kPresenceFeatures = 8;
[[nodiscard]] const char* name(PresenceFeature feature) noexcept;

// What tells whether a statement that the best match makes on the compound's class, or on its
// sites, holds.
enum class StatementFeature : std::uint8_t {
  constant,
  identity,  // of the best match, match factor in hundreds
  identity_above_800,
  in_library,  // the probability that the library holds the compound
  share,       // of the library's compounds for which the statement holds
};
inline constexpr std::size_t kStatementFeatures = 5;
[[nodiscard]] const char* name(StatementFeature feature) noexcept;

// From the answers of EI searches to probabilities. A compound's share among those that the library
// holds is a conditional logit on its evidence; whether the library holds the query's compound at
// all, whether the compound is in the group that a match states, and whether the best match's class
// and sites are the compound's, are logistic regressions.
struct CalibrationModel {
  std::array<double, kEvidenceFeatures> choice{};
  std::array<double, kPresenceFeatures> presence{};
  // That the compound is in the group, where the best match reaches `stated_from`: fitted on these
  // searches alone, which say little on those below.
  std::array<double, kPresenceFeatures> stated{};
  std::array<double, kStatementFeatures> compound_class{};  // of the best match
  // Of the best match, where it is a fentanyl and the library lacks the compound.
  std::array<double, kStatementFeatures> sites{};
  double prior = 0.5;        // share of the fitted queries whose compound the library held
  double stated_from = 7.0;  // match factor in hundreds from which a match is stated
  // Compounds are reported together until their shares reach this.
  double group_coverage = 0.95;
  struct Data {
    std::size_t compounds = 0;
    std::size_t spectra = 0;
  };
  std::string calibrated_on;        // the data in one sentence
  Data all, class_data, site_data;  // what the levels of statement were fitted on
  std::vector<std::string> facts;   // "key: value": counts, checksums, seed
  std::string sha256;               // of the model's text
};

inline constexpr std::string_view kCalibrationFormat = "basepeak calibration 2";

// Throws Error{library} naming the line for another format version, unknown, repeated or missing
// numbers and ones that are not finite or outside their range, and for a text whose last line is
// not the checksum of what stands before it.
[[nodiscard]] CalibrationModel parse_calibration(std::string_view text);

// What parse_calibration reads back to the same model, its checksum in the last line.
[[nodiscard]] std::string write_calibration(const CalibrationModel& model);

// The model that is built in.
[[nodiscard]] const CalibrationModel& calibration_model();

}  // namespace basepeak
