#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/read/run.h"

namespace basepeak::test {

// What a reader may use for one damaged file, in memory reserved or touched and in processor time.
// Sanitized builds, which need many times more, have 20 times the time and no limit of memory.
inline constexpr std::size_t kMemoryPerByte = 64;
inline constexpr std::size_t kMemoryBeside = 64U << 20U;
inline constexpr unsigned kProcessorSeconds = 5;

// A file as it is, and what is read from it.
struct WholeFile {
  std::string bytes;
  std::filesystem::path copy;    // where the damaged bytes are written
  std::filesystem::path opened;  // what is opened: the copy or its run folder
  bool is_refused = false;
  bool may_end_anywhere = false;  // a text of records: cut between two, nothing is missing
  std::vector<Spectrum> spectra;
  std::size_t peaks = 0;
};

// Reads `file`, copied under `folder`; data files of run folders are opened by the folder.
[[nodiscard]] WholeFile read_whole(const std::filesystem::path& file,
                                   const std::filesystem::path& folder);

enum class Damage { cut, changed_byte };

struct Verdict {
  bool is_refused = false;
  std::size_t losses = 0;              // rows that tell of something missing
  std::size_t memory_bytes = 0;        // growth, reserved or touched
  std::optional<std::string> finding;  // what should not be
};

// Reads the damaged bytes in a process of its own, so that a crash, a hang or an exhausted memory
// is a finding like any other. An Error{input} that names the file is an answer; else every peak
// must be a possible one, a cut file's spectra must be the whole file's, except that the last
// number of a text may be shortened if that is told, and a changed byte may add one peak at most.
[[nodiscard]] Verdict judge(const WholeFile& whole, std::string_view damaged, Damage damage);

}  // namespace basepeak::test
