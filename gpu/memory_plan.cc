#include "gpu/memory_plan.h"

#include "gpu/segments.h"

namespace basepeak {

std::vector<MemoryPlan> memory_plans(const DeviceFacts& device) {
  const std::uint64_t reserve = DeviceLayout{}.reserve_bytes;
  const std::uint64_t room = device.free_bytes > reserve ? device.free_bytes - reserve : 0;
  std::vector<MemoryPlan> plans = {{"MS/MS, fragments", 110},
                                   {"MS/MS, fragments and neutral losses", 220},
                                   {"EI, rows of weights", 1'600},
                                   {"EI hybrid", 700}};
  for (MemoryPlan& plan : plans) plan.spectra = room / plan.bytes_a_spectrum;
  return plans;
}

}  // namespace basepeak
