#pragma once

#include <future>
#include <optional>
#include <string>
#include <vector>

#include "engine/identify/batch_flags.h"
#include "engine/method.h"
#include "engine/report/report.h"
#include "tools/cli/run_sequence.h"

namespace basepeak {

// Compares each run of a batch with the named blanks and with the run acquired directly before it,
// while the runs are processed beside each other. Each run's report must be handed in once, or
// given up; runs started in order() never wait for one that was not started.
class BatchComparison {
 public:
  // Reads the blanks and, where there are several, the runs' headers. Throws Error{input} naming a
  // blank that cannot be read, Error{usage} one that is a file of spectra: its flags would be
  // missing without a word.
  BatchComparison(const std::vector<std::string>& runs, const std::vector<std::string>& blanks,
                  const Method& method, std::size_t threads);

  // Run numbers in the order in which they are to be started.
  [[nodiscard]] std::vector<std::size_t> order() const;

  // Flags the report's components. Waits for the run before.
  void compare(std::size_t run, Report& report);

  // The run has no report: the next one has nothing to be compared with.
  void give_up(std::size_t run);

 private:
  struct Slot {
    std::promise<std::optional<RunComponents>> components;
    std::future<std::optional<RunComponents>> for_next;
    bool is_told = false;
  };
  void tell(std::size_t run, std::optional<RunComponents> components);

  const Method& method_;
  std::size_t runs_ = 0;
  std::vector<RunComponents> blanks_;
  RunSequence sequence_;     // of the runs, then of the blanks that are none of them
  std::vector<Slot> slots_;  // likewise
};

}  // namespace basepeak
