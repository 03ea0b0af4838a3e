#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace basepeak {

// When a run was acquired, on the clock of its instrument's computer.
struct AcquisitionTime {
  std::int64_t seconds = 0;    // since 1970-01-01T00:00 of that clock; a time zone is not applied
  bool has_clock_time = true;  // false: the file names the day only, and `seconds` is its midnight
  // The last second that the run may have begun at.
  [[nodiscard]] std::int64_t latest() const noexcept {
    return has_clock_time ? seconds : seconds + 86'399;
  }
};

// Reads the notations of run headers: "23 Feb 22  02:30 pm", "17 SEP 104  10:28" (years since
// 1900), "20070923040800+0200", "2022-02-23T14:30:00Z", "Thu Mar 28 10:10:00 CET 2013", "23/02/2022
// 14:30". Two-digit years below 70 are of this century. Nothing for text that names no day, or that
// reads as two days ("03/04/2022"): a date is never guessed.
[[nodiscard]] std::optional<AcquisitionTime> acquisition_time(std::string_view written);

}  // namespace basepeak
