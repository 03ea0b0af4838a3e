#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <vector>

namespace basepeak {

// Bytes appended first and read back in order afterwards. A few megabytes are held in memory; what
// goes beyond waits in a temporary file, which is made only then and goes with the object.
class SpillFile {
 public:
  using Sink = std::function<void(std::span<const std::byte>)>;

  explicit SpillFile(std::filesystem::path path) : path_(std::move(path)) {}
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;
  ~SpillFile();

  // Throws Error{library} naming the file when it cannot be written.
  void append(std::span<const std::byte> bytes);
  [[nodiscard]] std::uint64_t size() const noexcept { return spilled_ + buffer_.size(); }
  // Hands everything to the sink, in pieces. Throws Error{library} when the file cannot be read
  // back whole.
  void read(const Sink& sink);
  // Forgets what was appended and gives its room back.
  void clear();

 private:
  void spill();

  std::filesystem::path path_;
  std::ofstream file_;
  std::uint64_t spilled_ = 0;  // bytes in the file
  std::vector<std::byte> buffer_;
};

}  // namespace basepeak
