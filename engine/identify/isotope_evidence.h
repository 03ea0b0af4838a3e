#pragma once

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/match.h"

namespace basepeak {

// Sets each hit's isotope_overlap: the isotopes of the query's precursor in MS1 against those of
// the record's formula, as the ion of the record's adduct. Absent where the run has no
// chromatographic peak of the precursor, or the record no formula that is understood.
void compare_isotopes(const Query& query, const Library& library, Matches& matches);

}  // namespace basepeak
