#pragma once

#include <stdexcept>
#include <string>

namespace basepeak {

// `output`: a file that was to be written cannot be.
enum class ErrorKind { input, library, device, usage, output };

// A call could not produce its result. The message names the thing (file, scan, record, device)
// and says what was wrong with it, in words a lab can act on.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

 private:
  ErrorKind kind_;
};

// The word a report or an exit code is built from: "input", "library", ...
[[nodiscard]] const char* name(ErrorKind kind) noexcept;

}  // namespace basepeak
