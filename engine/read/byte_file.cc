#include "engine/read/byte_file.h"

#include <algorithm>
#include <system_error>

#include "engine/error.h"

namespace basepeak {

namespace {

constexpr std::size_t kWindow = std::size_t{1} << 18;

}  // namespace

ByteFile::ByteFile(std::filesystem::path path)
    : path_(std::move(path)), file_(path_, std::ios::binary) {
  std::error_code failure;
  size_ = std::filesystem::file_size(path_, failure);
  if (failure || !file_) throw Error(ErrorKind::input, path_.string() + ": cannot be opened");
}

const std::uint8_t* ByteFile::at(std::uint64_t offset, std::size_t count) {
  if (offset > size_ || count > size_ - offset) return nullptr;
  if (offset < window_start_ || offset + count > window_start_ + window_.size()) {
    const std::uint64_t length = std::min<std::uint64_t>(std::max(count, kWindow), size_ - offset);
    window_.resize(static_cast<std::size_t>(length));
    window_start_ = offset;
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    file_.read(reinterpret_cast<char*>(window_.data()), static_cast<std::streamsize>(length));
    if (file_.gcount() != static_cast<std::streamsize>(length)) {
      throw Error(ErrorKind::input,
                  path_.string() + ": cannot be read at byte " + std::to_string(offset));
    }
  }
  return window_.data() + (offset - window_start_);
}

std::string ByteFile::first(std::size_t count) {
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(count, size_));
  if (length == 0) return {};
  return {reinterpret_cast<const char*>(at(0, length)), length};
}

}  // namespace basepeak
