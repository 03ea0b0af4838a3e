#pragma once

#include <vector>

#include "engine/identify/identification.h"
#include "engine/prepare/query.h"

namespace basepeak {

// The characteristic ions of the fentanyl class in a query, seen or missing, for EI on unit masses
// and for MS/MS on accurate masses. An ion is seen from 3 % (EI) or 1 % (MS/MS) of the base peak.
// Ions that a substituent shifts are listed under each of their common masses. docs/method.md gives
// the sources and the measured frequencies.
[[nodiscard]] std::vector<ClassCall::Evidence> fentanyl_evidence(const Query& query);

// Whether the evidence alone speaks for the class: in EI an ion of the aniline-piperidine pair
// (146/189 or both shifted by the same substituent) together with the loss of the N1 substituent's
// end; in MS/MS the piperidine ion with its N1-substituent cation. 105 and 91 alone never do: they
// are common to countless drugs.
[[nodiscard]] bool speaks_for_fentanyl(const Query& query);

}  // namespace basepeak
