#pragma once

#include <string>

namespace basepeak {

// A field of a CSV file after RFC 4180. Text that a spreadsheet would take for a formula (it begins
// with = + - @ or a control character) gets an apostrophe in front: names come from files that
// anybody may have written.
[[nodiscard]] std::string csv_text(const std::string& text);

// The shortest digits that read back to the same number; empty for what is not a number.
[[nodiscard]] std::string csv_number(double value);

}  // namespace basepeak
