#pragma once

#include <string>
#include <string_view>

#include "engine/method.h"

namespace basepeak {

// Highest value of a score: 999 for match factors as they are printed, 1 for the others.
[[nodiscard]] double highest_score(Score score) noexcept;

// What a setting of the method must be instead ("a score of MS/MS spectra, ..."), where its value
// could not mean what is asked: a score of the other kind of spectrum, a limit that no score
// reaches, a share above 1. Empty where the value is possible. `section` and `key` as
// method_fields.h lists them.
[[nodiscard]] std::string objection(const Method& method, std::string_view section,
                                    std::string_view key);

}  // namespace basepeak
