#include "tests/fuzz/fuzz_input.h"

// mzML, mzXML or mzData, as the input's root element says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  basepeak::fuzz::read_as_run(bytes, count);
  return 0;
}
