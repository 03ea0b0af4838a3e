#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/read/run.h"

namespace basepeak {

// In which order runs were acquired, as far as it is known.
struct RunSequence {
  static constexpr const char* kByTime = "acquisition time";
  static constexpr const char* kByCommand = "command order";
  std::vector<std::size_t> order;                  // all runs; one comes after the run before it
  std::vector<std::optional<std::size_t>> before;  // by run: the one acquired directly before
  std::vector<std::string> basis;                  // by run: kByTime or kByCommand
};

// Runs of one instrument are ordered by their acquisition times; where one of them has none that
// can be read, and among equal times, by their order on the command line. A header that is absent
// (the run cannot be opened) and files of spectra stand outside: nothing is before them, and they
// are before nothing.
[[nodiscard]] RunSequence sequence_of(std::span<const std::optional<RunHeader>> headers);

}  // namespace basepeak
