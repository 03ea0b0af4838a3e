#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>

#include "gpu/device.h"

namespace basepeak {

// Memory of one stream for the queries of a call and their nominees; grows and stays.
class Workspace {
 public:
  Workspace(const Device& device, int stream) : device_(device), stream_(stream) {}

  [[nodiscard]] int stream() const noexcept { return stream_; }
  [[nodiscard]] const Device& device() const noexcept { return device_; }

  // Copies the bytes to the device and returns where they lie there until the next call.
  [[nodiscard]] const unsigned char* upload(std::span<const unsigned char> bytes);
  // As upload, for memory that passes write to.
  [[nodiscard]] unsigned char* upload_output(std::span<const unsigned char> bytes,
                                             std::size_t room_bytes);
  // Waits for the stream and returns the first bytes of the output; they last until the next call.
  [[nodiscard]] std::span<const unsigned char> download_output(std::size_t bytes);
  // Memory of the device that passes leave things in for the next; lasts until the next call.
  [[nodiscard]] unsigned char* scratch(std::size_t bytes);

 private:
  struct Piece {
    DeviceMemory device;
    DeviceMemory host;
  };
  void reserve(Piece& piece, std::size_t device_bytes, std::size_t host_bytes) const;

  const Device& device_;
  int stream_;
  Piece input_;
  Piece output_;
  Piece scratch_;
};

// One workspace a stream. A call takes one, or all where segments take turns on all streams.
class Workspaces {
 public:
  explicit Workspaces(const Device& device);

  // Gives back what it took when it goes.
  class Taken {
   public:
    Taken(Workspaces& from, std::size_t first, std::size_t count)
        : from_(from), first_(first), count_(count) {}
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    ~Taken() { from_.give_back(first_, count_); }
    [[nodiscard]] Workspace& get() const { return from_.workspaces_[first_]; }

   private:
    Workspaces& from_;
    std::size_t first_;
    std::size_t count_;
  };
  // Waits until one, or all, are idle.
  [[nodiscard]] Taken take_one();
  [[nodiscard]] Taken take_all();

 private:
  void give_back(std::size_t first, std::size_t count);

  std::array<Workspace, Device::kStreams> workspaces_;
  std::array<bool, Device::kStreams> is_taken_{};
  std::mutex mutex_;
  std::condition_variable idle_;
};

}  // namespace basepeak
