#include "engine/prepare/time_order.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace basepeak {
namespace {

struct Sorted {
  std::vector<std::size_t> in_order;
  std::vector<std::size_t> disordered;
  std::vector<std::size_t> without_time;
};

// Scans of these times, numbered from 1.
Sorted sorted(const std::vector<std::optional<double>>& times_s) {
  Sorted found;
  TimeOrder order({[&](Spectrum&& scan) { found.in_order.push_back(scan.acquisition.scan); },
                   [&](std::size_t scan) { found.disordered.push_back(scan); },
                   [&](std::size_t scan) { found.without_time.push_back(scan); }});
  std::size_t number = 0;
  for (const auto& at_s : times_s) {
    Spectrum scan;
    scan.acquisition.scan = ++number;
    scan.acquisition.retention_s = at_s;
    order.add(std::move(scan));
  }
  order.finish();
  return found;
}

using Scans = std::vector<std::size_t>;

TEST(TimeOrder, HandsOnEveryScanOfAnOrderedRun) {
  EXPECT_EQ(sorted({1.0, 2.0, 2.0, 3.0}).in_order, (Scans{1, 2, 3, 4}));
  EXPECT_EQ(sorted({}).in_order, Scans{});
}

TEST(TimeOrder, LeavesOutTheOneScanThatJumpsForwardAndNoneAfterIt) {
  const Sorted found = sorted({1.0, 2.0, 1e6, 3.0, 4.0, 5.0});
  EXPECT_EQ(found.in_order, (Scans{1, 2, 4, 5, 6}));
  EXPECT_EQ(found.disordered, (Scans{3}));
}

TEST(TimeOrder, LeavesOutAFirstScanThatIsLaterThanTheNext) {
  const Sorted found = sorted({1e6, 1.0, 2.0});
  EXPECT_EQ(found.in_order, (Scans{2, 3}));
  EXPECT_EQ(found.disordered, (Scans{1}));
}

TEST(TimeOrder, LeavesOutScansThatStepBack) {
  const Sorted found = sorted({1.0, 2.0, 0.5, 3.0});
  EXPECT_EQ(found.in_order, (Scans{1, 2, 4}));
  EXPECT_EQ(found.disordered, (Scans{3}));
}

TEST(TimeOrder, TellsATimeThatIsNoNumberFromOneOutOfOrder) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const Sorted found = sorted({std::nullopt, 1.0, none, std::nullopt, 2.0});
  EXPECT_EQ(found.in_order, (Scans{2, 5}));
  EXPECT_EQ(found.disordered, Scans{});
  EXPECT_EQ(found.without_time, (Scans{1, 3, 4}));
}

TEST(TimeOrder, HandsOnTheScansOfARunWithoutTimes) {
  const Sorted found = sorted({std::nullopt, std::nullopt, std::nullopt});
  EXPECT_EQ(found.in_order, (Scans{1, 2, 3}));
}

}  // namespace
}  // namespace basepeak
