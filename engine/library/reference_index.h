#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak {

// A retention index that a reference record states.
struct ReferenceIndex {
  double value_ri = 0.0;  // index units, above 0
  std::string column;     // as its source writes it: a class ("SemiStdNP") or a trade name
  // As its source states it, index units: NIST gives the median deviation of its measurements.
  std::optional<double> uncertainty_ri;
  std::optional<int> measurements;  // that the value is the median of

  bool operator==(const ReferenceIndex&) const = default;
};

// One line an index, "value/uncertainty/measurements column", what is not known left empty; the
// form that stores and compiled libraries keep. White space in a column's name becomes one blank.
[[nodiscard]] std::string reference_indices_to_text(const std::vector<ReferenceIndex>& indices);

// The inverse. Throws Error{library} naming the line that is none.
[[nodiscard]] std::vector<ReferenceIndex> reference_indices_of_text(std::string_view text);

}  // namespace basepeak
