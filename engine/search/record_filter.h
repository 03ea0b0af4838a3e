#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/record_set.h"

namespace basepeak {

// What a record must be to be compared at all. record_criteria.h makes them.
struct RecordCriterion {
  std::string stated;  // as its user stated it: messages quote it
  std::function<bool(const Library&, std::uint32_t)> admits;
  // What the record has there, for messages; empty for nothing.
  std::function<std::string(const Library&, std::uint32_t)> value;
};

// A record must meet every criterion.
using RecordFilter = std::vector<RecordCriterion>;

// The records of a library that a filter admits, found once for many searches. Immutable. Holds for
// this library alone, which must outlive it.
class AdmittedRecords {
 public:
  AdmittedRecords(const Library& library, RecordFilter filter);

  [[nodiscard]] bool contains(std::uint32_t record) const noexcept {
    return records_.contains(record);
  }
  [[nodiscard]] const RecordSet& records() const noexcept { return records_; }
  // "--adduct [M+Na]+ (record has [M+H]+)" for each criterion that the record does not meet.
  [[nodiscard]] std::vector<std::string> refusals(std::uint32_t record) const;

 private:
  const Library& library_;
  RecordFilter filter_;
  RecordSet records_;
};

}  // namespace basepeak
