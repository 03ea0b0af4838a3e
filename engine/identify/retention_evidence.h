#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/library/library.h"
#include "engine/method.h"
#include "engine/prepare/column_class.h"

namespace basepeak {

// min(cap, (|difference| / window - 1) * level), 0 inside the window: the form of chemclipse's
// retention index penalty, there with level 5 and cap 20 on a scale of 100.
[[nodiscard]] double retention_penalty(double difference_ri, double window_ri, double level,
                                       double cap) noexcept;

// The window for two columns, in index units; none if their classes are known and differ, since
// indices do not carry over.
[[nodiscard]] std::optional<double> retention_window(ColumnClass run, ColumnClass record,
                                                     const Method::Retention& settings) noexcept;

// Which of a record's indices a run on a column of class `run` is compared with: the first of that
// class, else the first where one of the two classes is not known; null if there is none. The
// pointer is into `indices`.
[[nodiscard]] const ReferenceIndex* comparable_index(std::span<const ReferenceIndex> indices,
                                                     ColumnClass run) noexcept;

// Compares the hits' retention indices with the query's and orders them by score - penalty, ties by
// record number; those at or above the method's tentative score stay before the others. The window
// is that of the columns and the uncertainty that the record states. Without an index of the query
// nothing changes.
void compare_retention(const Query& query, const Library& library, const Method& method,
                       ColumnClass run_column, Matches& matches);

// Adds to the reasons what the retention index says for or against the best candidate, and which
// better match it was put before.
void tell_retention(const Library& library, Identification& found);

// The component that is the internal standard.
struct InternalStandard {
  std::string wanted;  // name or id as the method has it
  bool is_found = false;
  double retention_s = 0.0;
  double score = 0.0;  // of the record that names it
  std::optional<double> expected_s;
  std::string why;  // it was not found
};

// Finds the internal standard among the components - the best match at or above the method's
// tentative score, within the window of the expected time - and gives each component its retention
// relative to it. None if the method names no standard.
[[nodiscard]] std::optional<InternalStandard> relate_to_internal_standard(
    std::vector<Query>& queries, std::span<const Matches> matches, const Library& library,
    const Method& method);

}  // namespace basepeak
