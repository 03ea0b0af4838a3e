#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <utility>

namespace basepeak {

// The files that a command reads, so that it never writes over one of them.
class InputFiles {
 public:
  // A path that is not there counts for nothing: opening it will say so.
  void add(const std::filesystem::path& path);
  [[nodiscard]] bool contains(const std::filesystem::path& path) const;
  // Throws Error{usage} when `output` is one of them by whatever name or link, or is there and is
  // no regular file. Nothing is touched.
  void check_output(const std::filesystem::path& output) const;

 private:
  using Identity = std::pair<std::uint64_t, std::uint64_t>;  // device and inode
  std::set<Identity> files_;
};

// Writes to another name in the same folder and renames when all of it is there: a reader sees the
// old file or the new one, never a part. A link is followed. Throws Error{output} with the reason;
// then what was at `path` is as it was.
void write_whole(const std::filesystem::path& path, const std::string& text);

// The same for what does not fit in memory: `content` hands it over part by part. An exception of
// its own leaves what was at `path` as it was.
using WriteText = std::function<void(const std::string&)>;
void write_whole(const std::filesystem::path& path,
                 const std::function<void(const WriteText& write)>& content);

}  // namespace basepeak
