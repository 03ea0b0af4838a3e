#pragma once

#include <string>
#include <utility>
#include <vector>

namespace basepeak::benchmarks {

// What a figure was measured with: processor, its threads and instruction sets, memory, load when
// the program started, compiler, flags, version and commit. Throws Error{usage} in a build without
// optimisation or with sanitizers: its figures would mean nothing.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> environment();

// Processor seconds of this process so far, all threads together.
[[nodiscard]] double cpu_seconds();

}  // namespace basepeak::benchmarks
