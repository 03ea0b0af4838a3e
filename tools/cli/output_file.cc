#include "tools/cli/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <optional>
#include <system_error>
#include <utility>

#include "engine/error.h"

namespace basepeak {

namespace {

namespace fs = std::filesystem;

// What std::filesystem::equivalent compares, kept, so that a batch needs one look a file.
std::optional<struct stat> status_of(const fs::path& path) {
  struct stat status {};
  if (path.empty() || stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

[[noreturn]] void fail(const fs::path& path, int reason) {
  throw Error(ErrorKind::output,
              path.string() + ": cannot be written: " + std::generic_category().message(reason));
}

// A file that goes with the object unless it was put in place.
class PartialFile {
 public:
  // Its name does not grow with the target's, which may be as long as the folder allows.
  explicit PartialFile(const fs::path& target)
      : target_(target),
        path_(target.parent_path() /
              (".basepeak-" + std::to_string(getpid()) + "-" +
               std::to_string(std::hash<std::string>{}(target.filename().string())) + ".partial")),
        file_(open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666)) {
    if (file_ < 0) fail(target_, errno);
  }
  ~PartialFile() {
    if (file_ >= 0) close(file_);
    if (!is_in_place_) unlink(path_.c_str());
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  void write(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t written = ::write(file_, text.data() + at, text.size() - at);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(target_, errno);
      at += static_cast<std::size_t>(written);
    }
  }
  void put_in_place() {
    // Else a power cut may leave the new name on an empty file. Not every file system can do it.
    if (fsync(file_) != 0 && errno != EINVAL && errno != ENOTSUP) fail(target_, errno);
    const int file = std::exchange(file_, -1);
    // Some file systems tell only here that the disk is full.
    if (close(file) != 0) fail(target_, errno);
    if (rename(path_.c_str(), target_.c_str()) != 0) fail(target_, errno);
    is_in_place_ = true;
  }

 private:
  fs::path target_;
  fs::path path_;
  int file_;
  bool is_in_place_ = false;
};

}  // namespace

void InputFiles::add(const fs::path& path) {
  if (const auto status = status_of(path)) files_.emplace(status->st_dev, status->st_ino);
}

bool InputFiles::contains(const fs::path& path) const {
  const auto status = status_of(path);
  return status && files_.contains({status->st_dev, status->st_ino});
}

void InputFiles::check_output(const fs::path& output) const {
  const auto status = status_of(output);
  if (!status) return;
  if (files_.contains({status->st_dev, status->st_ino})) {
    throw Error(ErrorKind::usage,
                output.string() + ": would be written over, and it is read by this command");
  }
  if (!S_ISREG(status->st_mode)) {
    throw Error(ErrorKind::usage, output.string() + ": is " +
                                      (S_ISDIR(status->st_mode) ? "a folder" : "no regular file") +
                                      ", and nothing is written over it");
  }
}

void write_whole(const fs::path& path, const std::string& text) {
  write_whole(path, [&](const WriteText& write) { write(text); });
}

void write_whole(const fs::path& path, const std::function<void(const WriteText& write)>& content) {
  std::error_code error;
  const bool is_link = fs::is_symlink(path, error);
  const fs::path target = is_link ? fs::weakly_canonical(path, error) : path;
  if (error && is_link) fail(path, error.value());
  PartialFile file(target);
  content([&](const std::string& text) { file.write(text); });
  file.put_in_place();
}

}  // namespace basepeak
