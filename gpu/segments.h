#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "gpu/device.h"

namespace basepeak {

// Arrays one after another in one piece of memory, each where sixteen bytes can be read at once.
class Arena {
 public:
  static constexpr std::size_t kAlignment = 128;

  // Returns the bytes from the start to the array.
  template <typename T>
  std::uint64_t append(std::span<const T> array) {
    const std::size_t at = bytes_.size();
    // Whole sixteen bytes beyond the end, too: kernels read that many at once.
    const std::size_t size = array.size_bytes();
    bytes_.resize((at + size + 16 + kAlignment - 1) / kAlignment * kAlignment);
    if (size > 0) std::memcpy(bytes_.data() + at, array.data(), size);
    return at;
  }
  template <typename T>
  std::uint64_t append(const std::vector<T>& array) {
    return append(std::span<const T>(array));
  }
  [[nodiscard]] std::span<const unsigned char> bytes() const noexcept { return bytes_; }

 private:
  std::vector<unsigned char> bytes_;
};

// The sizes of an index on a device; tests make them small.
struct DeviceLayout {
  std::size_t block_records = 0;                           // 0: as many as a kernel takes
  std::uint64_t segment_bytes = std::uint64_t{128} << 20;  // a new segment begins above
  std::uint64_t reserve_bytes = std::uint64_t{256} << 20;  // left free for queries and nominees
  std::uint64_t most_resident_bytes = ~std::uint64_t{0};   // larger libraries are streamed
  std::uint32_t slots = 512;                               // for nominees of a query
  // Of several devices each holds one part of the library.
  std::size_t part = 0;
  std::size_t parts = 1;
};

// A library's arrays on a device, in segments that each stand alone: all of them for good where
// they fit, else each in turn for every call, two at a time, so that the next is copied while
// passes work on one.
class Segments {
 public:
  // Throws Error{device} saying what is wanted and what is free where not even two segments fit.
  Segments(const Device& device, std::vector<Arena> segments, const DeviceLayout& layout);

  [[nodiscard]] bool is_resident() const noexcept { return host_.empty(); }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

  // Calls work(segment, its start, stream) for each segment. Resident ones all get `stream`;
  // others take turns on all streams, which the caller must have to itself.
  void for_each(int stream,
                const std::function<void(std::size_t, const unsigned char*, int)>& work) const;

 private:
  const Device& device_;
  std::uint64_t bytes_ = 0;
  std::vector<DeviceMemory> resident_;
  std::vector<DeviceMemory> host_;  // what is not resident, and where it goes
  std::vector<DeviceMemory> slot_;
};

}  // namespace basepeak
