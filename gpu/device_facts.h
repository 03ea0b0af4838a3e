#pragma once

#include <cstdint>
#include <string>

namespace basepeak {

struct DeviceFacts {
  std::string name;  // the model
  std::uint64_t total_bytes = 0;
  std::uint64_t free_bytes = 0;
};

}  // namespace basepeak
