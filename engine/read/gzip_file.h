#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace basepeak {

// A file read from front to back, unpacked on the way where it is gzip and as it is where it is
// not.
class GzipFile {
 public:
  // Throws Error{input} naming the path if it cannot be opened.
  explicit GzipFile(const std::filesystem::path& path);
  GzipFile(const GzipFile&) = delete;
  GzipFile& operator=(const GzipFile&) = delete;
  ~GzipFile();

  // Fills the buffer as far as the file goes; 0 at its end. Throws Error{input} if the gzip is
  // damaged or ends early.
  std::size_t read(std::span<char> buffer);

 private:
  struct Stream;
  std::string path_;
  std::unique_ptr<Stream> stream_;
};

// Lines of a text file, whatever ends them (LF, CR LF, CR), without their ends and without a byte
// order mark.
class LineReader {
 public:
  explicit LineReader(const std::filesystem::path& path);

  // False at the end of the file. Throws Error{input} for damaged gzip and for a line longer than
  // 16 MiB, which no text of spectra has.
  bool next(std::string& line);

  [[nodiscard]] std::size_t line() const noexcept { return line_; }  // 1-based, of the last line
  // Whether the last line had an end; a file cut short usually stops inside a line.
  [[nodiscard]] bool is_ended() const noexcept { return is_ended_; }

 private:
  bool fill();

  std::string path_;
  GzipFile file_;
  std::string buffer_;
  std::size_t position_ = 0;
  std::size_t line_ = 0;
  bool skip_line_feed_ = false;
  bool is_ended_ = true;
};

}  // namespace basepeak
