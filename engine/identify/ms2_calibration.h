#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/calibration.h"
#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/match.h"

namespace basepeak {

// What of a candidate in MS/MS its share among the library's compounds rests on.
enum class Ms2EvidenceFeature : std::uint8_t {
  similarity,           // spectral entropy similarity of its best record, tenths
  similarity_above_08,  // what it is above 0.8, else 0
};
inline constexpr std::size_t kMs2EvidenceFeatures = 2;
[[nodiscard]] const char* name(Ms2EvidenceFeature feature) noexcept;

// What tells whether the library holds the query's compound at all.
enum class Ms2PresenceFeature : std::uint8_t {
  constant,
  similarity,  // of the likeliest compound, tenths
  similarity_above_06,
  similarity_above_08,
  similarity_above_09,
  matched,         // logarithm of its matched peaks + 1
  fragments,       // logarithm of the query's fragments of 1 % of the base peak and more
  base_share,      // share of the fragments' signal in the strongest
  near_compounds,  // logarithm of the compounds within 0.1 of it
  candidates,      // logarithm of the compounds within the precursor window
};
inline constexpr std::size_t kMs2PresenceFeatures = 10;
[[nodiscard]] const char* name(Ms2PresenceFeature feature) noexcept;

// One compound among the hits of an identity search, by its best record.
struct Ms2Evidence {
  std::string_view compound;  // view into the library
  std::uint32_t record = 0;
  double similarity = 0.0;
  std::uint32_t matched_peaks = 0;
};

// The compounds of the hits in their order, at most `most`, predicted records left out. REQUIRES:
// the hits are of ms2-entropy.
[[nodiscard]] std::vector<Ms2Evidence> ms2_evidence(std::span<const Match> hits,
                                                    const Library& library, std::size_t most);

struct Ms2CalibrationModel {
  std::array<double, kMs2EvidenceFeatures> choice{};
  std::array<double, kMs2PresenceFeatures> presence{};
  double prior = 0.5;  // share of the fitted queries whose compound the library held
  double group_coverage = 0.95;
  double compounds = 0.0, spectra = 0.0;  // of the fit's queries
  std::string calibrated_on;
  std::vector<std::string> facts;
  std::string sha256;
};

inline constexpr std::string_view kMs2CalibrationFormat = "basepeak MS/MS calibration 1";

// Throws Error{library} for another format, a text that was cut or altered, and numbers that are
// missing, unknown or outside their range.
[[nodiscard]] Ms2CalibrationModel parse_ms2_calibration(std::string_view text);
[[nodiscard]] std::string write_ms2_calibration(const Ms2CalibrationModel& model);
// The model that is built in.
[[nodiscard]] const Ms2CalibrationModel& ms2_calibration_model();

// Facts of the query's fragments: peaks 1.6 Da and more below the precursor.
[[nodiscard]] QueryFacts ms2_facts_of(const Peaks& peaks, double precursor_mz);

// As `calibrate` for EI. REQUIRES: evidence is not empty, 0 < prior < 1.
[[nodiscard]] Calibrated calibrate_ms2(std::span<const Ms2Evidence> evidence,
                                       const QueryFacts& facts, double prior,
                                       const Ms2CalibrationModel& model = ms2_calibration_model());

// For the fit.
[[nodiscard]] std::array<double, kMs2EvidenceFeatures> ms2_evidence_features(
    const Ms2Evidence& evidence) noexcept;
[[nodiscard]] std::vector<double> ms2_choice_shares(std::span<const Ms2Evidence> evidence,
                                                    const Ms2CalibrationModel& model);
[[nodiscard]] std::array<double, kMs2PresenceFeatures> ms2_presence_features(
    std::span<const Ms2Evidence> evidence, std::span<const double> shares, const QueryFacts& facts);

}  // namespace basepeak
