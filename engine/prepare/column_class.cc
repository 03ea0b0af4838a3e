#include "engine/prepare/column_class.h"

#include <cctype>
#include <string>

namespace basepeak {

namespace {

// Small letters and digits only: "HP-5MS UI" -> "hp5msui".
std::string letters_of(std::string_view written) {
  std::string letters;
  for (const char c : written.substr(0, 200)) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) letters += static_cast<char>(std::tolower(byte));
  }
  return letters;
}

bool holds(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

// Makers' prefixes; the digit behind them counts the percents of phenyl in the usual way of
// speaking: 1 is none, 5 is five.
ColumnClass class_of_trade_name(const std::string& letters) {
  for (const char* maker : {"hp",    "db",  "rxi", "rtx",  "vf", "cp",     "cpsil",  "zb", "bp",
                            "bpx",   "spb", "slb", "tg",   "tr", "equity", "optima", "sh", "ultra",
                            "elite", "dm",  "mdn", "mega", "at", "ec",     "ov",     "se"}) {
    const std::string prefix(maker);
    if (!letters.starts_with(prefix) || letters.size() <= prefix.size()) continue;
    const char digit = letters[prefix.size()];
    const bool is_one_digit =
        letters.size() == prefix.size() + 1 ||
        std::isdigit(static_cast<unsigned char>(letters[prefix.size() + 1])) == 0;
    if (!is_one_digit) continue;
    if (digit == '1') return ColumnClass::standard_non_polar;
    // Ultra 2 is the 5 % phenyl phase of its series.
    if (digit == '5' || (prefix == "ultra" && digit == '2')) {
      return ColumnClass::semi_standard_non_polar;
    }
  }
  return ColumnClass::unknown;
}

}  // namespace

const char* name(ColumnClass column) noexcept {
  switch (column) {
    case ColumnClass::standard_non_polar: return "standard non-polar";
    case ColumnClass::semi_standard_non_polar: return "semi-standard non-polar";
    case ColumnClass::polar: return "polar";
    case ColumnClass::unknown: return "unknown";
  }
  return "unknown";
}

ColumnClass column_class(std::string_view written) {
  const std::string letters = letters_of(written);
  if (holds(letters, "semistandard") || holds(letters, "semistdnp") || holds(letters, "5phenyl")) {
    return ColumnClass::semi_standard_non_polar;
  }
  if (holds(letters, "nonpolar") || holds(letters, "stdnp") ||
      holds(letters, "100dimethylpolysiloxane")) {
    return ColumnClass::standard_non_polar;
  }
  if (holds(letters, "wax") || holds(letters, "ffap") || holds(letters, "polyethyleneglycol") ||
      letters == "polar" || holds(letters, "standardpolar") || holds(letters, "stdpolar")) {
    return ColumnClass::polar;
  }
  return class_of_trade_name(letters);
}

}  // namespace basepeak
