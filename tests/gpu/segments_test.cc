#include "gpu/segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "engine/error.h"
#include "gpu/workspace.h"

namespace basepeak {
namespace {

std::vector<Arena> arenas(std::size_t count, std::size_t words) {
  std::vector<Arena> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    result[i].append(std::vector<std::uint32_t>(words, static_cast<std::uint32_t>(i)));
  }
  return result;
}

std::vector<std::uint32_t> seen(const Segments& segments) {
  std::vector<std::uint32_t> words;
  segments.for_each(0, [&](std::size_t s, const unsigned char* at, int) {
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    EXPECT_EQ(word, s);
    words.push_back(word);
  });
  return words;
}

TEST(Arena, BeginsArraysWhereSixteenBytesCanBeReadAndLeavesAsManyAfterThem) {
  Arena arena;
  const std::uint64_t first = arena.append(std::vector<std::uint8_t>(113, 1));
  const std::uint64_t second = arena.append(std::vector<std::uint8_t>(1, 2));
  EXPECT_EQ(first % Arena::kAlignment, 0U);
  EXPECT_EQ(second % Arena::kAlignment, 0U);
  EXPECT_GE(second, first + 113 + 16);
  EXPECT_EQ(arena.bytes()[second], 2);
  EXPECT_EQ(arena.append(std::vector<std::uint8_t>()) % Arena::kAlignment, 0U);
}

TEST(Segments, StayWhereTheyFit) {
  const auto device = make_host_device(1 << 20);
  DeviceLayout layout;
  layout.reserve_bytes = 0;
  const Segments segments(*device, arenas(5, 1'000), layout);
  EXPECT_TRUE(segments.is_resident());
  EXPECT_LT(device->facts().free_bytes, (1U << 20) - 20'000U);
  EXPECT_THAT(seen(segments), testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(Segments, TakeTurnsWhereTheyDoNotFit) {
  const auto device = make_host_device(12'000);
  DeviceLayout layout;
  layout.reserve_bytes = 0;
  const Segments segments(*device, arenas(5, 1'000), layout);
  EXPECT_FALSE(segments.is_resident());
  for (int repeat = 0; repeat < 2; ++repeat) {
    EXPECT_THAT(seen(segments), testing::ElementsAre(0, 1, 2, 3, 4));
  }
}

TEST(Segments, SayWhatIsWantedAndWhatIsFreeWhereNotEvenTwoFit) {
  const auto device = make_host_device(7'000);
  DeviceLayout layout;
  layout.reserve_bytes = 100;
  try {
    const Segments segments(*device, arenas(5, 1'000), layout);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::device);
    EXPECT_THAT(error.what(), testing::HasSubstr("2 must fit"));
    EXPECT_THAT(error.what(), testing::HasSubstr("6900 bytes are free"));
  }
  EXPECT_EQ(device->facts().free_bytes, 7'000U);
}

// The host, with copies that are under way until they are waited for.
class LateDevice final : public Device {
 public:
  [[nodiscard]] DeviceFacts facts() const override { return device_->facts(); }
  [[nodiscard]] DeviceMemory allocate(std::size_t bytes) const override {
    return device_->allocate(bytes);
  }
  [[nodiscard]] DeviceMemory allocate_on_host(std::size_t bytes) const override {
    return device_->allocate_on_host(bytes);
  }
  void copy_in(void*, const void*, std::size_t, int stream) const override {
    ++under_way[static_cast<std::size_t>(stream)];
  }
  void copy_out(void*, const void*, std::size_t, int stream) const override {
    ++under_way[static_cast<std::size_t>(stream)];
  }
  void run(const Ms2Pass&, int) const override {}
  void run(const EiPass&, int) const override {}
  void run(const EiPeakPass&, int) const override {}
  void run(const SelectPass&, int) const override {}
  void wait(int stream) const override {
    under_way[static_cast<std::size_t>(stream)] = 0;
    if (is_broken) throw Error(ErrorKind::device, "the wait failed, too");
  }

  mutable std::array<int, kStreams> under_way{};
  bool is_broken = false;

 private:
  std::unique_ptr<Device> device_ = make_host_device(12'000);
};

TEST(Segments, LeaveNoCopyUnderWayWhereWorkFails) {
  LateDevice device;
  DeviceLayout layout;
  layout.reserve_bytes = 0;
  const Segments segments(device, arenas(5, 1'000), layout);
  ASSERT_FALSE(segments.is_resident());
  for (const std::size_t failing : {0, 1, 4}) {
    try {
      segments.for_each(0, [&](std::size_t s, const unsigned char*, int stream) {
        EXPECT_EQ(device.under_way[static_cast<std::size_t>(stream)], static_cast<int>(s / 2) + 1);
        if (s < failing) return;
        device.is_broken = true;
        throw Error(ErrorKind::device, "the launch failed");
      });
      FAIL();
    } catch (const Error& error) {
      EXPECT_STREQ(error.what(), "the launch failed");
    }
    EXPECT_THAT(device.under_way, testing::Each(0));
    device.is_broken = false;
  }
}

TEST(HostDevice, RefusesAnAllocationThatDoesNotFitAndGivesMemoryBack) {
  const auto device = make_host_device(1'000);
  {
    const DeviceMemory memory = device->allocate(900);
    EXPECT_EQ(device->facts().free_bytes, 100U);
    EXPECT_THROW((void)device->allocate(101), Error);
  }
  EXPECT_EQ(device->facts().free_bytes, 1'000U);
}

TEST(Workspaces, AreHeldByOneCallerAtATime) {
  const auto device = make_host_device();
  Workspaces workspaces(*device);
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int> alone{0};
  {
    std::vector<std::jthread> callers;
    for (int t = 0; t < 6; ++t) {
      callers.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i) {
          const bool takes_all = (t + i) % 5 == 0;
          const auto taken = takes_all ? workspaces.take_all() : workspaces.take_one();
          const int now = ++inside;
          if (takes_all && now == 1) ++alone;
          int before = most;
          while (now > before && !most.compare_exchange_weak(before, now)) {
          }
          const std::vector<unsigned char> bytes(64, static_cast<unsigned char>(t));
          const unsigned char* const at = taken.get().upload(bytes);
          EXPECT_EQ(at[63], t);
          --inside;
        }
      });
    }
  }
  EXPECT_LE(most, Device::kStreams);
  EXPECT_EQ(alone, 240);
}

}  // namespace
}  // namespace basepeak
