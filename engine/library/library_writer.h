#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/library/library_record.h"

namespace basepeak {

// Writes a compiled library record by record, for libraries larger than memory: it holds the
// different texts and about 20 bytes for each of them, the rest waits in temporary files beside
// `path`. Gives the bytes that write_library gives for the same records and name.
class LibraryWriter {
 public:
  LibraryWriter(std::filesystem::path path, std::string name);
  LibraryWriter(LibraryWriter&&) noexcept;
  ~LibraryWriter();  // without finish() nothing is left behind

  // Throws Error{library} when an earlier record has this id, an m/z is outside what a library
  // holds, or the temporary files cannot be written.
  void add(const LibraryRecord& record);
  [[nodiscard]] std::size_t size() const noexcept;  // records so far
  // Puts the file in place. Nothing can be added afterwards. Throws Error{library} when it cannot
  // be written.
  void finish();

 private:
  struct Columns;
  std::unique_ptr<Columns> columns_;
};

}  // namespace basepeak
