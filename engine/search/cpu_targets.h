#pragma once

#include <string>
#include <vector>

namespace basepeak {

// Instruction sets that both this build and this processor can use, the best first.
[[nodiscard]] std::vector<std::string> cpu_targets();

}  // namespace basepeak
