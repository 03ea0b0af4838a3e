#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  basepeak::fuzz::read_as_run(bytes, count, std::string("\x01\x32\0\0", 4));
  return 0;
}
