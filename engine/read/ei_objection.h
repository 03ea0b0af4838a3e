#pragma once

#include <string>
#include <vector>

#include "engine/read/spectrum_text.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// What speaks against EI in a record that states no ionisation, in words that follow "not stated,
// but"; empty if nothing does: MS/MS, an adduct other than M+., a precursor, a collision energy,
// negative polarity, an LC or soft ionisation instrument. The one rule for queries and for records
// that enter a library.
[[nodiscard]] std::string objection_to_ei(const TextRecord& record, const Acquisition& acquisition);

// Whether a record's instrument is named as one of GC.
[[nodiscard]] bool names_gc_instrument(const TextRecord& record);

// What stands where a record states its ionisation, and is neither one that is known
// (stated_ionisation.h) nor a polarity; empty if nothing does.
[[nodiscard]] std::string unknown_ionisation(const TextRecord& record);

// Where a record's fields contradict each other on its ionisation - two of which one says EI, or EI
// beside what speaks against it - or on the sign of its ions: a clause each. `acquisition` is what
// acquisition_of made of the record. The one rule for queries and for records that enter a library.
[[nodiscard]] std::vector<std::string> field_conflicts(const TextRecord& record,
                                                       const Acquisition& acquisition);

}  // namespace basepeak
