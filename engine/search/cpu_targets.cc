#include "engine/search/cpu_targets.h"

#include <hwy/base.h>
#include <hwy/targets.h>

namespace basepeak {

std::vector<std::string> cpu_targets() {
  std::vector<std::string> names;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    names.emplace_back(hwy::TargetName(target));
  }
  return names;
}

}  // namespace basepeak
