#include "engine/library/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/error.h"

namespace basepeak {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& why) {
  throw Error(ErrorKind::library, path.string() + ": " + why);
}

std::string system_reason() { return std::generic_category().message(errno); }

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& path)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (number_ < 0) fail(path, "the library cannot be opened: " + system_reason());
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(number_); }
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const Descriptor file(path);
  struct stat facts {};
  if (::fstat(file.number(), &facts) != 0)
    fail(path, "the library cannot be read: " + system_reason());
  if (!S_ISREG(facts.st_mode)) fail(path, "is not a file");
  size_ = static_cast<std::size_t>(facts.st_size);
  if (size_ == 0) return;
  void* const begin = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.number(), 0);
  if (begin == MAP_FAILED)
    fail(path, "the library cannot be mapped into memory: " + system_reason());
  begin_ = static_cast<const std::byte*>(begin);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(begin_, other.begin_);
  std::swap(size_, other.size_);
  return *this;
}

void MappedFile::release_pages() const noexcept {
  // Refusal costs memory, nothing else.
  if (begin_ != nullptr) ::madvise(const_cast<std::byte*>(begin_), size_, MADV_DONTNEED);
}

void MappedFile::expect_scattered_reads(std::span<const std::byte> bytes) const noexcept {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t begin = static_cast<std::size_t>(bytes.data() - begin_) / page * page;
  const std::size_t end = static_cast<std::size_t>(bytes.data() - begin_) + bytes.size();
  // Refusal costs time, nothing else.
  if (!bytes.empty()) {
    ::madvise(const_cast<std::byte*>(begin_ + begin), end - begin, MADV_RANDOM);
  }
}

MappedFile::~MappedFile() {
  if (begin_ != nullptr) ::munmap(const_cast<std::byte*>(begin_), size_);
}

}  // namespace basepeak
