#include "engine/error.h"

namespace basepeak {

const char* name(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::input: return "input";
    case ErrorKind::library: return "library";
    case ErrorKind::device: return "device";
    case ErrorKind::usage: return "usage";
    case ErrorKind::output: return "output";
  }
  return "unknown";
}

}  // namespace basepeak
