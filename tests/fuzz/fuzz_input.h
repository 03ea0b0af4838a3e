#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/error.h"
#include "engine/read/run.h"

namespace basepeak::fuzz {

// Bytes as a file, in memory.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* bytes, std::size_t count) : file_(memfd_create("fuzz", 0)) {
    for (std::size_t done = 0; done < count;) {
      const ssize_t written = write(file_, bytes + done, count - done);
      if (written <= 0) break;
      done += static_cast<std::size_t>(written);
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(file_); }
  [[nodiscard]] std::filesystem::path path() const {
    return "/proc/self/fd/" + std::to_string(file_);
  }

 private:
  int file_;
};

// Reads the bytes as a run. Error{input} is the only way out but success.
inline void read_as_run(const std::uint8_t* bytes, std::size_t count) {
  const MemoryFile file(bytes, count);
  try {
    open_run(file.path())->for_each([](Spectrum&& spectrum) {
      if (!spectrum.peaks.empty() && spectrum.peaks.mz().front() <= 0.0) __builtin_trap();
    });
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) __builtin_trap();
  }
}

// The same with the first bytes set to those that tell the format, so that no input is wasted.
inline void read_as_run(const std::uint8_t* bytes, std::size_t count,
                        const std::string& signature) {
  std::string all = signature;
  if (count > signature.size()) {
    all.append(reinterpret_cast<const char*>(bytes) + signature.size(), count - signature.size());
  }
  read_as_run(reinterpret_cast<const std::uint8_t*>(all.data()), all.size());
}

}  // namespace basepeak::fuzz
