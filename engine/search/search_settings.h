#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/spectrum/tolerance.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

class AdmittedRecords;

enum class Score {
  ei_identity,
  ei_simple,
  ei_hybrid,
  ei_weighted_cosine,
  ei_cosine,
  ei_sqrt_cosine,
  ei_stein_scott,
  ei_neutral_loss,
  ms2_entropy,
  ms2_hybrid_entropy,
  ms2_neutral_loss_entropy,
  ms2_cosine,
  ms2_modified_cosine,
  ms2_cosine_greedy,
  ms2_modified_cosine_greedy,
  ms2_neutral_loss_cosine,
};

// Published exponents of ei-stein-scott; score.h has the numbers.
enum class SteinScott { nist_gc, nist11_lc, massbank, square_root };

// What a hit is ranked by and what the threshold cuts.
enum class RankBy { score, reverse_score };

// "ei-identity", "ms2-hybrid-entropy", ...
[[nodiscard]] const char* name(Score score) noexcept;
// "ei-identity, ei-simple, ..."
[[nodiscard]] std::string score_names();
// Throws Error{usage} listing the names.
[[nodiscard]] Score parse_score(std::string_view text);
// "nist-gc", "nist11-lc", "massbank", "square-root".
[[nodiscard]] const char* name(SteinScott weights) noexcept;
// Throws Error{usage} listing the names.
[[nodiscard]] SteinScott parse_stein_scott(std::string_view text);
[[nodiscard]] bool is_ei(Score score) noexcept;
// The cosine of unit-mass weights, not squared.
[[nodiscard]] bool is_ei_cosine(Score score) noexcept;
// A sum of products of weights over pairs of MS/MS peaks, assigned exactly or greedily.
[[nodiscard]] bool is_cosine(Score score) noexcept;
// Runs from 0 to 999.5; other scores run from 0 to 1.
[[nodiscard]] bool is_match_factor(Score score) noexcept;
// Whether the score has a reverse form: EI scores and cosines.
[[nodiscard]] bool has_reverse(Score score) noexcept;
// Compares precursor - m/z, or molecular mass - m/z, and nothing else.
[[nodiscard]] bool is_neutral_loss(Score score) noexcept;

// Everything besides query and library that decides the answer of a search.
struct SearchSettings {
  Score score = Score::ei_identity;
  SteinScott stein_scott = SteinScott::nist_gc;  // exponents of ei-stein-scott
  RankBy rank_by = RankBy::score;
  std::size_t top = 10;
  double threshold = 0.0;  // hits below are left out, in the score's own range
  UnitMassRule unit_mass_rule = UnitMassRule::ms_search;
  Tolerance peak_tolerance = Tolerance::da(0.02);
  std::optional<Tolerance> precursor_tolerance;     // present: identity search; absent: open
  std::shared_ptr<const AdmittedRecords> admitted;  // only these are compared; null: all
  std::optional<double> query_mass;  // nominal, for ei-hybrid and ei-neutral-loss, as the user says
  bool keep_precursor_peaks = false;  // else MS/MS peaks above precursor - 1.6 Da are removed
  bool linear_intensity = false;      // cosines on intensity instead of its square root
  bool exclude_self = false;          // leave out records with the query's own name and peaks
};

}  // namespace basepeak
