#include "engine/read/spectrum_text.h"
#include "engine/read/text_query.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  const basepeak::fuzz::MemoryFile file(bytes, count);
  try {
    basepeak::read_spectrum_text(file.path(), [](basepeak::TextRecord&& record) {
      if (record.mz.size() != record.intensity.size() ||
          record.mz.size() != record.annotation.size() ||
          record.mz.size() != record.peak_line.size()) {
        __builtin_trap();
      }
      std::vector<std::string> problems;
      static_cast<void>(basepeak::acquisition_of(record, problems));
    });
  } catch (const basepeak::Error& error) {
    if (error.kind() != basepeak::ErrorKind::input) __builtin_trap();
  }
  return 0;
}
