#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/identify/calibration.h"
#include "engine/identify/identification.h"
#include "engine/library/library.h"
#include "engine/method.h"

namespace basepeak {

// The hits of a query in probabilities. Of MS/MS the evidence names compounds and records alone.
struct Assessment {
  std::vector<CompoundEvidence> evidence;
  Calibrated answer;
  bool is_ms2 = false;
  [[nodiscard]] std::vector<std::string_view> group() const;  // compounds that are not excluded
  // Takes such compounds out of the group, and their probability out of its.
  void leave_out(const Compounds& compounds);
};

// Nothing where no calibration holds: no hits, a best hit whose spectrum is predicted; EI with
// fewer than five peaks of 1 % of the base peak or another score than ei-identity; MS/MS with fewer
// than three fragments, unit masses, pseudo-MS/MS, another score than ms2-entropy, or a search that
// was not confined to the precursor.
[[nodiscard]] std::optional<Assessment> assess(const Query& query, const Matches& matches,
                                               const Library& library, const Method& method);

// Writes the probabilities of a conclusion that is otherwise complete: of the candidates, of the
// class and its sites, and how far the conclusion can be relied on, each with what it was
// calibrated on.
void state_confidence(const std::optional<Assessment>& assessment, const Library& library,
                      const Method& method, Identification& found);

}  // namespace basepeak
