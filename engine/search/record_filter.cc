#include "engine/search/record_filter.h"

#include <algorithm>
#include <utility>

namespace basepeak {

AdmittedRecords::AdmittedRecords(const Library& library, RecordFilter filter)
    : library_(library), filter_(std::move(filter)), records_(library.size()) {
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    const bool meets_all =
        std::all_of(filter_.begin(), filter_.end(),
                    [&](const RecordCriterion& criterion) { return criterion.admits(library, i); });
    if (meets_all) records_.add(i);
  }
}

std::vector<std::string> AdmittedRecords::refusals(std::uint32_t record) const {
  std::vector<std::string> result;
  for (const RecordCriterion& criterion : filter_) {
    if (criterion.admits(library_, record)) continue;
    const std::string value = criterion.value(library_, record);
    result.push_back(criterion.stated + " (record has " + (value.empty() ? "none" : value) + ")");
  }
  return result;
}

}  // namespace basepeak
