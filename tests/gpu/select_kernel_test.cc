#include "gpu/select_kernel.cuh"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include "tests/gpu/run_on_host.h"

namespace basepeak {
namespace {

using test::below;

struct Selected {
  std::uint32_t floor;
  std::uint32_t count;
  std::vector<Nominee> nominees;  // those that found a slot, by position
};

// One query's keys, in parts as the launch cuts them.
Selected select(const std::vector<std::uint16_t>& keys, std::uint32_t floor, std::uint32_t slots,
                std::uint32_t raise_at, const std::vector<std::uint32_t>& admitted,
                test::InStepOnHost in_step) {
  const std::size_t quads = (keys.size() + 7) / 8;
  std::vector<Quad> padded(quads + 1);
  std::copy(keys.begin(), keys.end(), reinterpret_cast<std::uint16_t*>(padded.data()));
  std::vector<Nominee> nominees(slots + 1, Nominee{7, 7});
  std::uint32_t count = 0;
  SelectPass pass;
  pass.keys = reinterpret_cast<const std::uint16_t*>(padded.data());
  pass.stride = static_cast<std::uint32_t>(quads * 8);
  pass.count = static_cast<std::uint32_t>(keys.size());
  pass.first_position = 32;
  pass.query_count = 1;
  pass.nominations = {&floor, &count,   nominees.data(),
                      slots,  raise_at, admitted.empty() ? nullptr : admitted.data()};
  SelectShared shared;
  for (std::uint32_t part = 0; part < selections(pass); ++part) {
    select_keys(pass, part, 0, shared, in_step);
  }
  EXPECT_EQ(nominees.back().key, 7U) << "written beyond the slots";
  nominees.resize(std::min(count, slots));
  std::sort(nominees.begin(), nominees.end(),
            [](const Nominee& a, const Nominee& b) { return a.position < b.position; });
  return {floor, count, nominees};
}

std::vector<std::uint16_t> random_keys(std::mt19937& random, std::size_t size) {
  // Few values: ties everywhere; the extremes among them.
  const int shape = static_cast<int>(below(random, 4));
  std::vector<std::uint16_t> keys(size);
  for (std::uint16_t& key : keys) {
    key = shape == 0   ? 0
          : shape == 1 ? static_cast<std::uint16_t>(below(random, 3) * 255)
          : shape == 2 ? static_cast<std::uint16_t>(below(random, 65'536))
                       : static_cast<std::uint16_t>(65'535 - below(random, 2));
  }
  return keys;
}

TEST(SelectKernel, NominatesEveryKeyOfAtLeastTheFloorItRoseTo) {
  std::mt19937 random(31);
  int cases = 0;
  int raised = 0;
  for (const std::size_t size : {0, 1, 7, 8, 9, 255, 4'096, 16'383, 16'384, 16'385, 100'000}) {
    for (int repeat = 0; repeat < 24; ++repeat, ++cases) {
      const std::vector<std::uint16_t> keys = random_keys(random, size);
      std::vector<std::uint32_t> admitted;
      if (repeat % 3 == 1) {
        for (std::size_t w = 0; w < (size + 32) / 32 + 1; ++w)
          admitted.push_back(static_cast<std::uint32_t>(random()));
      }
      const std::uint32_t floor = repeat % 2 == 0 ? 1 : below(random, 65'536) + 1;
      const std::uint32_t raise_at = repeat % 4 == 0 ? 0 : 1 + below(random, 50);
      const auto slots = static_cast<std::uint32_t>(size);
      const Selected found = select(keys, floor, slots, raise_at, admitted,
                                    {kWarp * (1 + below(random, 8)), below(random, 32)});
      if (found.floor > floor) ++raised;
      ASSERT_GE(found.floor, floor);
      if (raise_at == 0) {
        EXPECT_EQ(found.floor, floor);
      }
      ASSERT_EQ(found.nominees.size(), found.count);
      std::size_t at_least_floor = 0;
      std::size_t next = 0;
      for (std::uint32_t i = 0; i < size; ++i) {
        const std::uint32_t position = 32 + i;
        const bool is_in = admitted.empty() || (admitted[position / 32] >> (position % 32) & 1);
        const bool must = is_in && keys[i] >= found.floor;
        const bool is_found =
            next < found.nominees.size() && found.nominees[next].position == position;
        if (must) {
          ASSERT_TRUE(is_found) << "lost key " << keys[i] << " at " << i;
        }
        if (is_found) {
          ASSERT_TRUE(is_in);
          ASSERT_GE(keys[i], floor);
          ASSERT_EQ(found.nominees[next].key, keys[i]);
          ++next;
        }
        if (must) ++at_least_floor;
      }
      ASSERT_EQ(next, found.nominees.size());
      // It rises only over as many as are wanted.
      if (found.floor > floor) {
        EXPECT_GE(at_least_floor, raise_at);
      }
    }
  }
  EXPECT_EQ(cases, 264);
  EXPECT_GT(raised, 50);
}

TEST(SelectKernel, CountsWhatFindsNoSlot) {
  const std::vector<std::uint16_t> keys(5'000, 900);
  const Selected found = select(keys, 900, 10, 20, {}, {});
  EXPECT_EQ(found.count, 5'000U);
  EXPECT_EQ(found.nominees.size(), 10U);
  EXPECT_EQ(found.floor, 900U);
}

TEST(SelectKernel, LeavesOutWhatIsBelowARaisedFloor) {
  std::vector<std::uint16_t> keys(1'000, 300);
  for (std::size_t i = 0; i < 20; ++i) keys[i * 50] = 60'000;
  const Selected found = select(keys, 1, 1'000, 20, {}, {});
  EXPECT_EQ(found.count, 20U);
  EXPECT_LE(found.floor, 60'000U);
  EXPECT_GT(found.floor, 300U);
}

}  // namespace
}  // namespace basepeak
