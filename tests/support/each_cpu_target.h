#pragma once

#include <functional>
#include <string>
#include <vector>

namespace basepeak::test {

// Calls `check` once for every instruction set that this build and this processor have, with the
// kernels restricted to it, and restores the choice. Returns their names, the best first.
std::vector<std::string> for_each_cpu_target(const std::function<void(const std::string&)>& check);

}  // namespace basepeak::test
