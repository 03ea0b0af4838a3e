#include <bit>
#include <cstring>
#include <fstream>

#include "engine/error.h"
#include "engine/library/library_file.h"
#include "engine/sha256.h"

namespace basepeak::library_file {
namespace {

static_assert(std::endian::native == std::endian::little,
              "library files are little-endian and read in place");

template <typename Number>
void put(std::vector<std::byte>& bytes, std::size_t offset, Number value) {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

std::byte nibble(char digit) {
  return static_cast<std::byte>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

// Header and table, with zeros where the checksum goes.
std::vector<std::byte> header_of(std::span<const StreamedSection> sections) {
  std::vector<std::byte> header(aligned(kTableOffset + sections.size() * kTableEntrySize));
  std::memcpy(header.data(), kMagic.data(), kMagic.size());
  put(header, 8, kFormatVersion);
  put(header, 12, static_cast<std::uint32_t>(sections.size()));
  std::uint64_t offset = header.size();
  std::uint64_t end = offset;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const std::size_t entry = kTableOffset + i * kTableEntrySize;
    std::memcpy(header.data() + entry, sections[i].name.data(), sections[i].name.size());
    put(header, entry + 16, offset);
    put(header, entry + 24, sections[i].length);
    end = offset + sections[i].length;
    offset = aligned(end);
  }
  put(header, 16, end);
  return header;
}

class Writer {
 public:
  explicit Writer(const std::filesystem::path& path)
      : file_(path, std::ios::binary | std::ios::trunc) {}

  void write(std::span<const std::byte> bytes) {
    file_.write(reinterpret_cast<const char*>(bytes.data()),
                static_cast<std::streamsize>(bytes.size()));
    position_ += bytes.size();
  }
  void add(std::span<const std::byte> bytes) {
    sum_.add(bytes);
    write(bytes);
  }
  void pad() {
    constexpr std::array<std::byte, kAlignment> kZeros{};
    add(std::span(kZeros).first(aligned(position_) - position_));
  }
  void hash_only(std::span<const std::byte> bytes) { sum_.add(bytes); }
  [[nodiscard]] bool finish() {
    const std::string hex = sum_.finish_hex();
    std::array<std::byte, 32> checksum{};
    for (std::size_t i = 0; i < checksum.size(); ++i) {
      checksum[i] = nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]);
    }
    file_.seekp(static_cast<std::streamoff>(kChecksumOffset));
    write(checksum);
    file_.close();
    return static_cast<bool>(file_);
  }

 private:
  std::ofstream file_;
  Sha256 sum_;
  std::uint64_t position_ = 0;
};

}  // namespace

void write_sections(const std::filesystem::path& path, std::span<const StreamedSection> sections) {
  std::filesystem::path partial = path;
  partial += ".partial";
  const std::vector<std::byte> header = header_of(sections);
  Writer writer(partial);
  writer.hash_only(std::span(header).first(kChecksumOffset));
  writer.write(std::span(header).first(kTableOffset));
  writer.add(std::span(header).subspan(kTableOffset));
  std::error_code failure;
  try {
    for (const StreamedSection& section : sections) {
      writer.pad();
      section.pour([&](std::span<const std::byte> piece) { writer.add(piece); });
    }
  } catch (const Error&) {
    std::filesystem::remove(partial, failure);
    throw;
  }
  if (!writer.finish()) {
    std::filesystem::remove(partial, failure);
    throw Error(ErrorKind::library, path.string() + ": the library cannot be written there");
  }
  std::filesystem::rename(partial, path, failure);
  if (failure) {
    throw Error(ErrorKind::library,
                path.string() + ": the library cannot be put in place: " + failure.message());
  }
}

void write_sections(const std::filesystem::path& path, std::span<const Section> sections) {
  std::vector<StreamedSection> streamed;
  streamed.reserve(sections.size());
  for (const Section& section : sections) {
    streamed.push_back({section.name, section.content.size(),
                        [&section](const auto& sink) { sink(section.content); }});
  }
  write_sections(path, std::span<const StreamedSection>(streamed));
}

}  // namespace basepeak::library_file
