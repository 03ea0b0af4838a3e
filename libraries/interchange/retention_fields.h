#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/library/reference_index.h"

namespace basepeak {

// What a record's fields say of its retention index.
struct RetentionFields {
  std::vector<ReferenceIndex> indices;  // in the order of the text
  std::vector<std::string> unread;      // parts of the text that are no retention index
};

// `index`: a number, or as NIST writes it "SemiStdNP=2713/4/12 StdNP=2640/7/3": class of column,
// median, median deviation, number of measurements, the last two not always there. Exporters write
// 0 or -1 where there is none. `column` and `uncertainty` belong to an index without a class.
[[nodiscard]] RetentionFields retention_fields(std::string_view index, std::string_view column,
                                               std::string_view uncertainty);

}  // namespace basepeak
