#pragma once

#include <vector>

#include "engine/method.h"
#include "engine/prepare/query.h"
#include "engine/prepare/survey.h"

namespace basepeak {

// Fills `relatives` and `adduct` of the components of an LC-MS/MS run. A component is a relative of
// another ion that
//  - stands where the protonated (deprotonated) molecule of the component's dimer, sodium,
//  potassium
//    or ammonium adduct or doubly charged ion is, within the survey tolerance, or has the
//    component's m/z among its MS/MS fragments (in-source fragment),
//  - is the stronger one at the apex, and
//  - rises and falls with it: co_elution_correlation over the component's peak.
// Components whose peak is broader than three expected widths are passed over: such humps rise and
// fall with whatever elutes under them.
// The stronger ion of an adduct need not have an MS/MS scan.
void find_relatives(std::vector<Query>& components, const Survey& survey, const Method& method);

}  // namespace basepeak
