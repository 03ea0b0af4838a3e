#pragma once

namespace basepeak {

// Ends standard output. Throws Error{output} if what was written did not all arrive, as on a full
// disk: a cut table must not look like a whole one.
void finish_standard_output();

}  // namespace basepeak
