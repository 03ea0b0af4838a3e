#pragma once

#include "engine/identify/mixture.h"

namespace basepeak {

// Completes the conclusion on an EI spectrum by what else may be in it. Where no record matches
// fully, several together may explain it; beside a record that matches, ions which that lacks may
// be a weaker compound's. Both go into `mixture` with a sentence, and beside a match into
// `level_text`; neither changes the level.
void tell_mixture(MixtureExplainer& explainer, const Library& library, bool is_full_match,
                  Identification& found);

}  // namespace basepeak
