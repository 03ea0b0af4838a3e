#pragma once

#include "engine/identify/class_recogniser.h"
#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// The class of the best record, with its sites where it is of the fentanyl class or a precursor.
// REQUIRES: there is a hit.
void call_class_by_library(const Library& library, Identification& found);

// A library match to an analogue is a match to other sites where the library lacks the compound. So
// an EI match's class call is set beside what the ions and the library's other spectra of the class
// say: where they are sure of the class and their sites are likelier to be right than the best
// record's, by both calibrations, the call becomes theirs; where the match is more likely wrong
// than right and of no class, too. A record's sites of 0.99 or more stay: above that neither
// calibration says which is surer. Otherwise their sites stand beside the record's among the ranked
// ones. The match and its probability stay as they are. To be called once probabilities are stated.
void weigh_against_ions(ClassRecogniser& recogniser, const Method& method, Identification& found);

}  // namespace basepeak
