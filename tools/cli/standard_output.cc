#include "tools/cli/standard_output.h"

#include <cstdio>
#include <iostream>

#include "engine/error.h"

namespace basepeak {

void finish_standard_output() {
  std::cout.flush();
  const bool is_whole = std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (!is_whole) throw Error(ErrorKind::output, "standard output: not everything could be written");
}

}  // namespace basepeak
