#pragma once

#include <string_view>

namespace basepeak {

// The classes of gas-chromatographic columns within which retention indices compare, as NIST's
// collection has them: 100 % methyl, 5 % phenyl methyl, polyethylene glycol.
enum class ColumnClass { unknown, standard_non_polar, semi_standard_non_polar, polar };

// "standard non-polar", "semi-standard non-polar", "polar", "unknown".
[[nodiscard]] const char* name(ColumnClass column) noexcept;

// The class of a column as people write it: its class ("SemiStdNP", "semi-standard non-polar") or a
// trade name ("DB-5", "HP-5MS UI", "Rxi-1ms", "ZB-WAX"). Unknown for anything else.
[[nodiscard]] ColumnClass column_class(std::string_view written);

}  // namespace basepeak
