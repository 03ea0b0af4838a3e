#pragma once

#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// What a reader of a library match must know besides its score, as reasons: named compounds of the
// same sites without a record here, a group of several formulas, a spectrum that is mostly one ion,
// and what the precursor's isotopes say of the formula. REQUIRES: a hit, and the group settled.
void add_match_remarks(const Library& library, Identification& found);

}  // namespace basepeak
