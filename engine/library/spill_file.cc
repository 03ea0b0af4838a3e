#include "engine/library/spill_file.h"

#include "engine/error.h"

namespace basepeak {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{4} << 20;

}  // namespace

SpillFile::~SpillFile() { clear(); }

void SpillFile::clear() {
  buffer_ = {};
  if (!file_.is_open() && spilled_ == 0) return;
  file_.close();
  spilled_ = 0;
  std::error_code failure;  // a temporary file that stays behind harms nothing
  std::filesystem::remove(path_, failure);
}

void SpillFile::append(std::span<const std::byte> bytes) {
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  if (buffer_.size() >= kBufferBytes) spill();
}

void SpillFile::spill() {
  if (!file_.is_open()) file_.open(path_, std::ios::binary | std::ios::trunc);
  file_.write(reinterpret_cast<const char*>(buffer_.data()),
              static_cast<std::streamsize>(buffer_.size()));
  if (!file_) {
    throw Error(ErrorKind::library, path_.string() + ": the library cannot be written there");
  }
  spilled_ += buffer_.size();
  buffer_.clear();
}

void SpillFile::read(const Sink& sink) {
  if (spilled_ > 0) {
    file_.flush();
    std::ifstream back(path_, std::ios::binary);
    std::vector<std::byte> piece(kBufferBytes);
    for (std::uint64_t left = spilled_; left > 0;) {
      const std::size_t count =
          static_cast<std::size_t>(std::min<std::uint64_t>(left, piece.size()));
      back.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(count));
      if (!back) {
        throw Error(ErrorKind::library, path_.string() + ": what was written cannot be read back");
      }
      sink(std::span(piece).first(count));
      left -= count;
    }
  }
  sink(buffer_);
}

}  // namespace basepeak
