#include "engine/read/gzip_file.h"

#include <zlib.h>

#include <algorithm>

#include "engine/error.h"

namespace basepeak {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;
constexpr std::size_t kLongestLine = std::size_t{1} << 24;

}  // namespace

struct GzipFile::Stream {
  gzFile handle = nullptr;
};

GzipFile::GzipFile(const std::filesystem::path& path)
    : path_(path.string()), stream_(std::make_unique<Stream>()) {
  stream_->handle = gzopen(path.c_str(), "rb");
  if (stream_->handle == nullptr) throw Error(ErrorKind::input, path_ + ": cannot be opened");
}

GzipFile::~GzipFile() { gzclose(stream_->handle); }

std::size_t GzipFile::read(std::span<char> buffer) {
  const auto wanted = static_cast<unsigned>(std::min<std::size_t>(buffer.size(), 1U << 30));
  const int count = gzread(stream_->handle, buffer.data(), wanted);
  int code = Z_OK;
  const std::string reason = gzerror(stream_->handle, &code);
  if (count < 0 || (code != Z_OK && code != Z_STREAM_END)) {
    throw Error(ErrorKind::input,
                path_ + (code == Z_BUF_ERROR ? std::string(": gzip file cut before its end")
                                             : ": damaged gzip file (" + reason + ")"));
  }
  return static_cast<std::size_t>(count);
}

LineReader::LineReader(const std::filesystem::path& path) : path_(path.string()), file_(path) {
  if (fill() && buffer_.starts_with("\xEF\xBB\xBF")) position_ = 3;
}

bool LineReader::fill() {
  buffer_.resize(kBlock);
  buffer_.resize(file_.read(buffer_));
  position_ = 0;
  return !buffer_.empty();
}

bool LineReader::next(std::string& line) {
  line.clear();
  bool has_any = false;
  while (position_ < buffer_.size() || fill()) {
    if (skip_line_feed_) {
      skip_line_feed_ = false;
      if (buffer_[position_] == '\n') {
        ++position_;
        continue;
      }
    }
    has_any = true;
    const std::size_t end = buffer_.find_first_of("\r\n", position_);
    line.append(buffer_, position_, std::min(end, buffer_.size()) - position_);
    if (line.size() > kLongestLine) {
      throw Error(ErrorKind::input, path_ + ": line " + std::to_string(line_ + 1) +
                                        " is longer than 16 MiB; not a text of spectra");
    }
    if (end == std::string::npos) {
      position_ = buffer_.size();
      continue;
    }
    skip_line_feed_ = buffer_[end] == '\r';
    position_ = end + 1;
    ++line_;
    is_ended_ = true;
    return true;
  }
  if (has_any) {
    ++line_;
    is_ended_ = false;
  }
  return has_any;
}

}  // namespace basepeak
