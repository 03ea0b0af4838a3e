#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gpu/device_facts.h"

namespace basepeak {

// What a kind of search takes on a device for each spectrum, and how many spectra that makes.
struct MemoryPlan {
  std::string search;
  std::uint32_t bytes_a_spectrum = 0;
  std::uint64_t spectra = 0;  // that stay on the device; larger libraries are streamed
};

// For spectra such as the reference sets hold; docs/decisions/0010-graphics-cards.md has how they
// were measured.
[[nodiscard]] std::vector<MemoryPlan> memory_plans(const DeviceFacts& device);

}  // namespace basepeak
