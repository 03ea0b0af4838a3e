#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace basepeak {

// A file read at any place through one window of fixed size, so that a run of any length takes the
// same memory. Not safe to share between threads.
class ByteFile {
 public:
  // Throws Error{input} naming the path if it cannot be opened.
  explicit ByteFile(std::filesystem::path path);

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

  // `count` bytes from `offset`, valid until the next call; nullptr where the file does not hold
  // them all. Throws Error{input} if the medium fails.
  [[nodiscard]] const std::uint8_t* at(std::uint64_t offset, std::size_t count);

  // As many of the first `count` bytes as there are.
  [[nodiscard]] std::string first(std::size_t count);

 private:
  std::filesystem::path path_;
  std::ifstream file_;
  std::uint64_t size_ = 0;
  std::uint64_t window_start_ = 0;
  std::vector<std::uint8_t> window_;
};

}  // namespace basepeak
