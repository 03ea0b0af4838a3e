#pragma once

#include <string>
#include <vector>

#include "tools/train/exact_interval.h"
#include "tools/train/ms2_class_fit.h"
#include "tools/train/reliability.h"

namespace basepeak::train {

// Detection by compound, false alarms by spectrum and by compound with exact intervals, confusion
// with compounds that share the precursor's mass or the common ions, calibration, and the misses by
// name.
[[nodiscard]] std::string ms2_class_report(const std::vector<Ms2ClassOutcome>& outcomes,
                                           double prior, const std::string& title);

// The same counts without the text: called and sites of the class, false alarms of the others.
[[nodiscard]] std::vector<NamedShare> ms2_class_shares(
    const std::vector<Ms2ClassOutcome>& outcomes);

// The statements that it is the class, of the spectra that are assessed, the class weighed to the
// prior. Empty without spectra of the class. Sites are stated without a probability.
[[nodiscard]] std::vector<Stated> ms2_class_statements(const std::vector<Ms2ClassOutcome>& outcomes,
                                                       double prior);

}  // namespace basepeak::train
