#include "gpu/memory_plan.h"

#include "gpu/segments.h"

namespace basepeak {

std::vector<MemoryPlan> memory_plans(const DeviceFacts& device) {
  const std::uint64_t reserve = DeviceLayout{}.reserve_bytes;
  const std::uint64_t room = device.free_bytes > reserve ? device.free_bytes - reserve : 0;
  // As measured, and a tenth more.
  std::vector<MemoryPlan> plans = {{"MS/MS, fragments", 100},
                                   {"MS/MS, fragments and neutral losses", 180},
                                   {"EI cosines and simple", 1'320},
                                   {"EI hybrid", 470},
                                   {"EI identity and Stein-Scott", 780}};
  for (MemoryPlan& plan : plans) plan.spectra = room / plan.bytes_a_spectrum;
  return plans;
}

}  // namespace basepeak
