#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>

#include "gpu/device_facts.h"
#include "gpu/passes.h"

namespace basepeak {

// Memory of a device or, for what streams to it, of the host; freed with its last copy.
struct DeviceMemory {
  std::shared_ptr<void> at;
  std::size_t bytes = 0;

  template <typename T>
  [[nodiscard]] T* as() const noexcept {
    return static_cast<T*>(at.get());
  }
};

// Where passes run: a CUDA device, or the host doing what it would. Work given to one stream is
// done in order, and two streams side by side. Memory that work reads or writes must outlive
// wait(). Every call throws Error{device} with the text of the call that failed.
class Device {
 public:
  static constexpr int kStreams = 2;

  virtual ~Device() = default;
  [[nodiscard]] virtual DeviceFacts facts() const = 0;
  // Throws Error{device} naming what is wanted and what is free, before an allocation that fails.
  [[nodiscard]] virtual DeviceMemory allocate(std::size_t bytes) const = 0;
  // Of the host, from where copies overlap with passes.
  [[nodiscard]] virtual DeviceMemory allocate_on_host(std::size_t bytes) const = 0;
  virtual void copy_in(void* to, const void* from, std::size_t bytes, int stream) const = 0;
  virtual void copy_out(void* to, const void* from, std::size_t bytes, int stream) const = 0;
  virtual void run(const Ms2Pass& pass, int stream) const = 0;
  virtual void run(const EiPass& pass, int stream) const = 0;
  virtual void run(const EiPeakPass& pass, int stream) const = 0;
  virtual void run(const SelectPass& pass, int stream) const = 0;
  virtual void wait(int stream) const = 0;
};

// The host as a device: runs the same bodies with the same blocks and lanes, one after another.
// `free_bytes` is what it says it has and holds allocations to.
[[nodiscard]] std::unique_ptr<Device> make_host_device(std::uint64_t free_bytes = std::uint64_t{1}
                                                                                  << 34);

}  // namespace basepeak
