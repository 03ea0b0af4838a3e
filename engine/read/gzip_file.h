#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace basepeak {

// A file read from front to back, unpacked on the way where it is gzip (of one member or several)
// and as it is where it is not.
class GzipFile {
 public:
  // Throws Error{input} naming the path if it cannot be opened.
  explicit GzipFile(const std::filesystem::path& path);
  GzipFile(const GzipFile&) = delete;
  GzipFile& operator=(const GzipFile&) = delete;
  ~GzipFile();

  // Fills the buffer as far as the file goes; 0 at its end. Throws Error{input} if the gzip is
  // damaged or the medium fails. Bytes before a cut are handed over; see cut().
  std::size_t read(std::span<char> buffer);

  // At the end of the file, why it is not all that was packed: the gzip stops before its end, or
  // bytes follow it that are no gzip (zeros aside). Empty if there is nothing to say. What was read
  // before is good.
  [[nodiscard]] const std::string& cut() const noexcept { return cut_; }

 private:
  struct Stream;
  void refill();
  bool start_next_member();

  std::string path_;
  std::string cut_;
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
  // As of the GzipFile, at the end of the file.
  [[nodiscard]] const std::string& cut() const noexcept { return file_.cut(); }

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
