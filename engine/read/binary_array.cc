#include "engine/read/binary_array.h"

#include <zlib.h>

#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "engine/error.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr std::uint8_t kSkip = 64;
constexpr std::uint8_t kInvalid = 65;

[[noreturn]] void fail(const char* why) { throw Error(ErrorKind::input, why); }

constexpr std::array<std::uint8_t, 256> base64_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kInvalid);
  std::uint8_t next = 0;
  for (int c = 'A'; c <= 'Z'; ++c) values[static_cast<std::size_t>(c)] = next++;
  for (int c = 'a'; c <= 'z'; ++c) values[static_cast<std::size_t>(c)] = next++;
  for (int c = '0'; c <= '9'; ++c) values[static_cast<std::size_t>(c)] = next++;
  values['+'] = next++;
  values['/'] = next;
  for (const char c : {' ', '\t', '\r', '\n'}) values[static_cast<unsigned char>(c)] = kSkip;
  return values;
}

std::string from_base64(std::string_view text) {
  static constexpr auto kValues = base64_values();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t block = 0;
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kSkip) continue;
    if (value == kInvalid || padding > 0) fail("a damaged base64 array");
    block = block << 6 | value;
    if (++digits % 4 == 0) {
      bytes.push_back(static_cast<char>(block >> 16));
      bytes.push_back(static_cast<char>(block >> 8));
      bytes.push_back(static_cast<char>(block));
      block = 0;
    }
  }
  const std::size_t rest = digits % 4;
  if (rest == 1 || padding > 2 || (digits + padding) % 4 != 0) fail("a cut base64 array");
  if (rest == 2) bytes.push_back(static_cast<char>(block >> 4));
  if (rest == 3) {
    bytes.push_back(static_cast<char>(block >> 10));
    bytes.push_back(static_cast<char>(block >> 2));
  }
  return bytes;
}

std::string inflated(const std::string& packed) {
  if (packed.empty()) return {};
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) fail("zlib is not available");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string bytes;
  int status = Z_OK;
  while (status == Z_OK && bytes.size() < kMostBytes) {
    const std::size_t done = bytes.size();
    bytes.resize(done + std::max<std::size_t>(4 * packed.size(), 4096));
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + done);
    stream.avail_out = static_cast<uInt>(bytes.size() - done);
    status = inflate(&stream, Z_NO_FLUSH);
    bytes.resize(bytes.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (bytes.size() >= kMostBytes) fail("an array of more than 1 GiB");
  if (status != Z_STREAM_END) fail("a damaged zlib array");
  return bytes;
}

template <typename Bits>
Bits bits_at(const char* at, bool is_big_endian) {
  Bits bits = 0;
  for (std::size_t i = 0; i < sizeof(Bits); ++i) {
    const std::size_t from = is_big_endian ? i : sizeof(Bits) - 1 - i;
    bits = static_cast<Bits>(bits << 8) | static_cast<unsigned char>(at[from]);
  }
  return bits;
}

double number_at(const char* at, const ArrayCoding& coding) {
  switch (coding.number) {
    case ArrayCoding::Number::float32:
      return std::bit_cast<float>(bits_at<std::uint32_t>(at, coding.is_big_endian));
    case ArrayCoding::Number::int32:
      return std::bit_cast<std::int32_t>(bits_at<std::uint32_t>(at, coding.is_big_endian));
    case ArrayCoding::Number::int64:
      return static_cast<double>(
          std::bit_cast<std::int64_t>(bits_at<std::uint64_t>(at, coding.is_big_endian)));
    case ArrayCoding::Number::float64: break;
  }
  return std::bit_cast<double>(bits_at<std::uint64_t>(at, coding.is_big_endian));
}

}  // namespace

std::vector<double> decode_array(std::string_view base64, const ArrayCoding& coding) {
  std::string bytes = from_base64(base64);
  if (coding.is_zlib) bytes = inflated(bytes);
  if (bytes.empty()) return {};
  if (coding.numpress != Numpress::none) return unpack_numpress(bytes, coding.numpress);
  const bool is_narrow =
      coding.number == ArrayCoding::Number::float32 || coding.number == ArrayCoding::Number::int32;
  const std::size_t width = is_narrow ? 4 : 8;
  if (bytes.size() % width != 0) fail("an array that ends inside a number");
  std::vector<double> values(bytes.size() / width);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = number_at(bytes.data() + width * i, coding);
  }
  return values;
}

}  // namespace basepeak
