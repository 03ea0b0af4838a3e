#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace basepeak {

// A file mapped into memory for reading, for as long as the object lives.
class MappedFile {
 public:
  // Throws Error{library} naming the path and the system's reason.
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {begin_, size_}; }
  // Takes the file's pages out of this process's memory; what is read again comes back. For one who
  // goes through a file larger than memory.
  void release_pages() const noexcept;
  // These bytes of the file will be read here and there: nothing beside them is fetched with them.
  void expect_scattered_reads(std::span<const std::byte> bytes) const noexcept;

 private:
  const std::byte* begin_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace basepeak
