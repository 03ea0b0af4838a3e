#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace basepeak {

// A record's retention index against the query's, in index units. The penalty ranks and is no part
// of the score: candidates are ordered by score - penalty, both on the score's own scale.
struct RetentionComparison {
  double record_ri = 0.0;
  std::string record_column = {};  // as the record has it
  std::optional<double> record_uncertainty_ri = std::nullopt;
  double difference_ri = 0.0;  // query less record
  double window_ri = 0.0;      // a difference up to it costs nothing
  double penalty = 0.0;
};

// One library record against one query. Recomputable from the two and the search settings.
struct Match {
  std::uint32_t record = 0;
  // Match factors run from 0 to 999.5 (a spectrum with itself; printed as 999), cosines, the
  // Stein-Scott composite and entropy similarities from 0 to 1.
  double score = 0.0;
  // The same with peaks that only the query has left out; absent where the score has no reverse
  // form.
  std::optional<double> reverse_score;
  std::uint32_t matched_peaks = 0;
  // Hybrid scores: nominal or accurate mass of the query less that of the record, in Da.
  std::optional<double> mass_difference;
  // The score with those library peaks left out that the query lacks and that its detection limit
  // would have hidden; absent where the query has no limit or the search was not an EI search.
  std::optional<double> score_above_limit = std::nullopt;
  // Absent where the query or the record has no retention index, or the classes of their columns
  // differ.
  std::optional<RetentionComparison> retention = std::nullopt;
  // LC-MS/MS: how far the precursor's isotopes in MS1 are those of the record's formula, 0 to 1.
  std::optional<double> isotope_overlap = std::nullopt;
};

// The answer to one query: best first, ties by record number.
struct Matches {
  std::vector<Match> hits;
  // What the reader of the answer must know: why it is empty and what was nearest, a fallback to an
  // open search, the molecular mass that was used. Empty if there is nothing to say.
  std::vector<std::string> notes;
};

}  // namespace basepeak
