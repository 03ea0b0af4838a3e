#pragma once

#include <string_view>

#include "engine/read/spectrum_text.h"
#include "engine/spectrum/spectrum.h"
#include "libraries/quality/findings.h"

namespace basepeak {

// The acquisition facts of a record that enters a library, with its ionisation settled: what the
// record states, in a field or in its comment; else `given` by whoever imports it; else EI where a
// query would be searched as EI (engine/spectrum/searched_as_ei.h) and the record agrees: nothing
// of engine/read/ei_objection.h, and m/z of two decimals at most or a GC instrument. What is
// flagged: unreadable-field (precursor, energy and the like), contradicting-fields (of ionisation or
// polarity), ionisation-given, ionisation-assumed, not-searched (neither EI nor MS/MS: no search compares the record).
[[nodiscard]] Acquisition settled_acquisition(const TextRecord& text, Ionisation given,
                                              Findings& findings);

}  // namespace basepeak
