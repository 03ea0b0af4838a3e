#include "engine/read/gzip_file.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <vector>

#include "engine/error.h"

namespace basepeak {

namespace {

constexpr std::size_t kBlock = std::size_t{1} << 16;
constexpr std::size_t kLongestLine = std::size_t{1} << 24;

bool is_gzip(const z_stream& state) {
  return state.avail_in >= 2 && state.next_in[0] == 0x1F && state.next_in[1] == 0x8B;
}

}  // namespace

struct GzipFile::Stream {
  std::ifstream file;
  std::vector<char> packed = std::vector<char>(kBlock);
  z_stream state{};
  bool is_packed = false;  // the whole file; told by its first two bytes
  bool in_member = false;
  std::uint64_t read_bytes = 0;
};

GzipFile::GzipFile(const std::filesystem::path& path)
    : path_(path.string()), stream_(std::make_unique<Stream>()) {
  stream_->file.open(path, std::ios::binary);
  if (!stream_->file) throw Error(ErrorKind::input, path_ + ": cannot be opened");
  refill();
  stream_->is_packed = is_gzip(stream_->state);
  // 16 asks for the gzip wrapper, whose check sum is then compared.
  if (stream_->is_packed && inflateInit2(&stream_->state, 16 + MAX_WBITS) != Z_OK) {
    throw Error(ErrorKind::input, path_ + ": zlib cannot be started");
  }
  stream_->in_member = stream_->is_packed;
}

GzipFile::~GzipFile() {
  if (stream_->is_packed) inflateEnd(&stream_->state);
}

// Makes at least two bytes ready where the file still has them.
void GzipFile::refill() {
  z_stream& state = stream_->state;
  std::vector<char>& packed = stream_->packed;
  auto* begin = reinterpret_cast<Bytef*>(packed.data());
  if (state.avail_in > 0) std::memmove(begin, state.next_in, state.avail_in);
  stream_->file.read(packed.data() + state.avail_in,
                     static_cast<std::streamsize>(packed.size() - state.avail_in));
  if (stream_->file.bad()) throw Error(ErrorKind::input, path_ + ": cannot be read to its end");
  const auto count = static_cast<uInt>(stream_->file.gcount());
  stream_->read_bytes += count;
  state.next_in = begin;
  state.avail_in += count;
}

// After a member: whether another one begins. Zeros may fill a tape block; anything else is lost.
bool GzipFile::start_next_member() {
  z_stream& state = stream_->state;
  if (state.avail_in < 2) refill();
  if (is_gzip(state)) {
    inflateReset(&state);
    return stream_->in_member = true;
  }
  const std::uint64_t place = stream_->read_bytes - state.avail_in;
  std::uint64_t strange = 0;
  std::uint64_t length = 0;
  while (state.avail_in > 0) {
    strange += static_cast<std::uint64_t>(std::count_if(
        state.next_in, state.next_in + state.avail_in, [](Bytef byte) { return byte != 0; }));
    length += state.avail_in;
    state.avail_in = 0;
    refill();
  }
  if (strange > 0) {
    cut_ = "the " + std::to_string(length) + " bytes from byte " + std::to_string(place) +
           " of the packed file are no gzip and could not be read";
  }
  return false;
}

std::size_t GzipFile::read(std::span<char> buffer) {
  z_stream& state = stream_->state;
  std::size_t count = 0;
  while (!stream_->is_packed && count < buffer.size()) {
    if (state.avail_in == 0) refill();
    const std::size_t part = std::min<std::size_t>(state.avail_in, buffer.size() - count);
    if (part == 0) return count;
    std::memcpy(buffer.data() + count, state.next_in, part);
    state.next_in += part;
    state.avail_in -= static_cast<uInt>(part);
    count += part;
  }
  while (count < buffer.size() && (stream_->in_member || (cut_.empty() && start_next_member()))) {
    if (state.avail_in == 0) refill();
    const std::size_t room = std::min<std::size_t>(buffer.size() - count, 1U << 30);
    state.next_out = reinterpret_cast<Bytef*>(buffer.data() + count);
    state.avail_out = static_cast<uInt>(room);
    const int code = inflate(&state, Z_NO_FLUSH);
    count += room - state.avail_out;
    if (code == Z_STREAM_END) {
      stream_->in_member = false;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      throw Error(ErrorKind::input, path_ + ": damaged gzip file (" +
                                        (state.msg == nullptr ? "zlib error" : state.msg) + ")");
    } else if (state.avail_in == 0 && state.avail_out > 0 && stream_->file.eof()) {
      cut_ = "the gzip file is cut before its end";
      stream_->in_member = false;
    }
  }
  return count;
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
