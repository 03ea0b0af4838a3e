#pragma once

#include <string>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/prepare/query.h"

namespace basepeak {

// The characteristic ions of the fentanyl class in a query, seen or missing, for EI on unit masses
// and for MS/MS on accurate masses. An ion is seen from 3 % (EI) or 1 % (MS/MS) of the base peak.
// Ions that a substituent shifts are listed under each of their common masses. docs/method.md gives
// the sources and the measured frequencies.
[[nodiscard]] std::vector<ClassCall::Evidence> fentanyl_evidence(const Query& query);

// One ion in a query: nominal m/z for EI, else accurate.
[[nodiscard]] ClassCall::Evidence ion_evidence(const Query& query, double mz,
                                               const std::string& formula,
                                               const std::string& contains);

}  // namespace basepeak
