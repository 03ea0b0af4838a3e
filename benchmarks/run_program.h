#pragma once

#include <functional>
#include <string>

namespace basepeak::benchmarks {

// The work of a measuring program: its exit status, or 2 with the message of an Error on stderr.
[[nodiscard]] int run_program(const std::string& name, const std::function<int()>& work);

}  // namespace basepeak::benchmarks
