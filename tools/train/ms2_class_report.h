#pragma once

#include <string>
#include <vector>

#include "tools/train/ms2_class_fit.h"

namespace basepeak::train {

// Detection by compound, false alarms by spectrum and by compound with exact intervals, confusion
// with compounds that share the precursor's mass or the common ions, calibration, and the misses by
// name.
[[nodiscard]] std::string ms2_class_report(const std::vector<Ms2ClassOutcome>& outcomes,
                                           double prior, const std::string& title);

}  // namespace basepeak::train
