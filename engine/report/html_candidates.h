#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "engine/report/report.h"

namespace basepeak {

// The records that a report's candidates name, by number and by id.
class CandidateIndex {
 public:
  explicit CandidateIndex(const Report& report);
  // Null if the report does not carry the record.
  [[nodiscard]] const Report::Candidate* find(std::uint32_t record) const;
  [[nodiscard]] const Report::Candidate* find(const std::string& id) const;

 private:
  std::map<std::uint32_t, const Report::Candidate*> by_number_;
  std::map<std::string, const Report::Candidate*> by_id_;
};

// The settings that the component was searched with.
[[nodiscard]] const SearchSettings& settings_of(const Report& report,
                                                const Identification& component);

// Match factors as whole numbers, truncated as NIST's program prints them; other scores with three
// decimals.
[[nodiscard]] std::string score_text(double score, Score kind);
// "match factor" or "similarity".
[[nodiscard]] const char* score_noun(Score kind);

// What the component is called by its conclusion: a compound, "fentanyl class"; empty for nothing
// found. Plain text.
[[nodiscard]] std::string finding_name(const Identification& component,
                                       const CandidateIndex& candidates);

// "16.21 min", the spectrum's own name, or empty. Plain text.
[[nodiscard]] std::string place_of(const Identification& component);

// ": " and what the search says of a component without candidates: what was nearest and what left
// it out. Empty if it says nothing. Plain text.
[[nodiscard]] std::string why_no_candidate(const Identification& component);

// The candidates of a component as a table, or a sentence that there are none.
[[nodiscard]] std::string candidate_table(const Report& report, const Identification& component,
                                          const CandidateIndex& candidates);

}  // namespace basepeak
