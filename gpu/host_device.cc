#include <atomic>
#include <cstdlib>
#include <string>

#include "engine/error.h"
#include "gpu/device.h"
#include "gpu/ms2_kernel.cuh"

namespace basepeak {

namespace {

// Runs each phase for all threads of one block.
struct InStep {
  std::uint32_t threads;
  template <typename Phase>
  void operator()(const Phase& phase) const {
    for (std::uint32_t t = 0; t < threads; ++t) phase(Lane{t, threads});
  }
};

class HostDevice final : public Device {
 public:
  explicit HostDevice(std::uint64_t free_bytes)
      : total_(free_bytes), used_(std::make_shared<std::atomic<std::uint64_t>>(0)) {}

  [[nodiscard]] DeviceFacts facts() const override { return {"host", total_, total_ - *used_}; }

  [[nodiscard]] DeviceMemory allocate(std::size_t bytes) const override {
    const std::uint64_t free = total_ - *used_;
    if (bytes > free) {
      throw Error(ErrorKind::device, "host: " + std::to_string(bytes) + " bytes are wanted and " +
                                         std::to_string(free) + " are free");
    }
    *used_ += bytes;
    void* const memory = std::aligned_alloc(kAlignment, rounded(bytes));
    if (memory == nullptr) throw Error(ErrorKind::device, "host: out of memory");
    return {std::shared_ptr<void>(memory,
                                  [used = used_, bytes](void* at) {
                                    *used -= bytes;
                                    std::free(at);
                                  }),
            bytes};
  }

  [[nodiscard]] DeviceMemory allocate_on_host(std::size_t bytes) const override {
    void* const memory = std::aligned_alloc(kAlignment, rounded(bytes));
    if (memory == nullptr) throw Error(ErrorKind::device, "host: out of memory");
    return {std::shared_ptr<void>(memory, [](void* at) { std::free(at); }), bytes};
  }

  void copy_in(void* to, const void* from, std::size_t bytes, int) const override {
    if (bytes > 0) std::memcpy(to, from, bytes);
  }
  void copy_out(void* to, const void* from, std::size_t bytes, int) const override {
    if (bytes > 0) std::memcpy(to, from, bytes);
  }

  void run(const Ms2Pass& pass, int) const override {
    const auto shared = std::make_unique<Ms2Shared>();
    for (std::uint32_t block = 0; block < pass.block_count; ++block) {
      for (std::uint32_t query = 0; query < pass.query_count; ++query) {
        nominate_ms2(pass, block, query, *shared, InStep{kMs2Threads});
      }
    }
  }

  void wait(int) const override {}

 private:
  static constexpr std::size_t kAlignment = 256;
  static std::size_t rounded(std::size_t bytes) { return (bytes / kAlignment + 1) * kAlignment; }

  std::uint64_t total_;
  std::shared_ptr<std::atomic<std::uint64_t>> used_;
};

}  // namespace

std::unique_ptr<Device> make_host_device(std::uint64_t free_bytes) {
  return std::make_unique<HostDevice>(free_bytes);
}

}  // namespace basepeak
