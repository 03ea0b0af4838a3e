#pragma once

#include <functional>
#include <string>

namespace basepeak::benchmarks {

// What a piece of work took, by itself.
struct Usage {
  double cpu_s = 0.0;  // all threads, user and system
  double wall_s = 0.0;
  double peak_memory_mib = 0.0;  // largest resident set, mapped files included
  std::string answer;            // what the work returned
};

// Runs the work in a child process, so that its memory is not another piece's. The work starts with
// what this process holds: hold little. Throws Error{library} when the child fails, with its reason
// if it was an Error.
[[nodiscard]] Usage in_child_process(const std::function<std::string()>& work);

}  // namespace basepeak::benchmarks
