#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/read/spectrum_text.h"

namespace basepeak {

// The pairs that library exporters put into a comment line: Key="value" (NIST, this project's
// reference data) and "key=value" (MoNA). Text that is no pair is returned in `rest`.
struct CommentPairs {
  std::vector<std::pair<std::string, std::string>> pairs;
  std::string rest;

  // Value of the first pair of that name, compared as field names are; empty if there is none.
  [[nodiscard]] std::string_view value(std::string_view name) const noexcept;
};

[[nodiscard]] CommentPairs comment_pairs(std::string_view comment);

// The text of a record's comment; empty without one.
[[nodiscard]] std::string_view comment_of(const TextRecord& record) noexcept;

// Adds the pairs of a record's comment as further fields behind its own, so that those go before.
void add_comment_fields(TextRecord& record);

}  // namespace basepeak
