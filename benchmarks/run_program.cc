#include "benchmarks/run_program.h"

#include <cstdio>

#include "engine/error.h"

namespace basepeak::benchmarks {

int run_program(const std::string& name, const std::function<int()>& work) {
  try {
    return work();
  } catch (const Error& error) {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
    return 2;
  }
}

}  // namespace basepeak::benchmarks
