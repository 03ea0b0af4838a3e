#pragma once

#include <filesystem>
#include <vector>

#include "tools/train/class_evaluation.h"
#include "tools/train/exact_interval.h"

namespace basepeak::benchmarks {

// Of the outcomes on relatives and look-alikes that must never be called fentanyl (named in
// docs/method.md), those that are.
[[nodiscard]] train::NamedShare look_alikes_called(
    const std::vector<train::ClassOutcome>& outcomes);

// Cases of the class wordings that are judged as the texts say: those written for the tests and, if
// the file exists, those of `reference_cases`.
[[nodiscard]] train::NamedShare wording_cases_right(const std::filesystem::path& reference_cases);

}  // namespace basepeak::benchmarks
