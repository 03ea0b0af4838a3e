#pragma once

#include "engine/read/spectrum_text.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// What a record of a text file says of its compound. A mass with a unit ("350 Da") counts; one that
// is no number, a formula that cannot be read, masses and formulas that contradict each other, or
// one the other, become remarks. Of the masses a whole MW is the nominal mass; a broken one may be
// the average mass, so that the exact one goes before it.
[[nodiscard]] Label label_of(const TextRecord& record);

// Whether a record says that it is a predicted spectrum: by the mark in a name or synonym, or by
// its origin, id, comment or source, in a field or a pair of its comment. One of them is enough:
// programs that write a file again keep some of its fields. The one rule for queries and imports.
[[nodiscard]] bool is_marked_predicted(const TextRecord& record);

}  // namespace basepeak
