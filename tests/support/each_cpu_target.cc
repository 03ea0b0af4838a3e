#include "tests/support/each_cpu_target.h"

#include <gtest/gtest.h>
#include <hwy/base.h>
#include <hwy/targets.h>

namespace basepeak::test {

namespace {

class OnlyTarget {
 public:
  explicit OnlyTarget(std::int64_t target) { restrict_to(target); }
  ~OnlyTarget() { restrict_to(0); }
  OnlyTarget(const OnlyTarget&) = delete;
  OnlyTarget& operator=(const OnlyTarget&) = delete;

 private:
  // The next call of a kernel chooses anew.
  static void restrict_to(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().DeInit();
  }
};

}  // namespace

std::vector<std::string> for_each_cpu_target(const std::function<void(const std::string&)>& check) {
  std::vector<std::string> names;
  std::string all;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    names.emplace_back(hwy::TargetName(target));
    all += (all.empty() ? "" : " ") + names.back();
    const OnlyTarget only(target);
    check(names.back());
  }
  ::testing::Test::RecordProperty("instruction_sets", all);
  return names;
}

}  // namespace basepeak::test
