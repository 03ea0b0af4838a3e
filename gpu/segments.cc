#include "gpu/segments.h"

#include <algorithm>

#include "engine/error.h"

namespace basepeak {

Segments::Segments(const Device& device, std::vector<Arena> segments, const DeviceLayout& layout)
    : device_(device) {
  std::uint64_t largest = 0;
  for (const Arena& segment : segments) {
    bytes_ += segment.bytes().size();
    largest = std::max<std::uint64_t>(largest, segment.bytes().size());
  }
  const DeviceFacts facts = device.facts();
  const std::uint64_t room =
      facts.free_bytes > layout.reserve_bytes ? facts.free_bytes - layout.reserve_bytes : 0;
  if (bytes_ <= std::min(room, layout.most_resident_bytes)) {
    for (const Arena& segment : segments) {
      resident_.push_back(device.allocate(segment.bytes().size()));
      device.copy_in(resident_.back().at.get(), segment.bytes().data(), segment.bytes().size(), 0);
    }
    device.wait(0);
    return;
  }
  if (Device::kStreams * largest > room) {
    throw Error(ErrorKind::device, facts.name + ": the library takes " + std::to_string(bytes_) +
                                       " bytes in segments of up to " + std::to_string(largest) +
                                       ", of which " + std::to_string(Device::kStreams) +
                                       " must fit, and " + std::to_string(room) +
                                       " bytes are free beside " +
                                       std::to_string(layout.reserve_bytes) + " for queries");
  }
  for (int s = 0; s < Device::kStreams; ++s) slot_.push_back(device.allocate(largest));
  for (const Arena& segment : segments) {
    host_.push_back(device.allocate_on_host(segment.bytes().size()));
    std::memcpy(host_.back().at.get(), segment.bytes().data(), segment.bytes().size());
  }
}

void Segments::for_each(
    int stream, const std::function<void(std::size_t, const unsigned char*, int)>& work) const {
  for (std::size_t s = 0; s < resident_.size(); ++s) {
    work(s, resident_[s].as<unsigned char>(), stream);
  }
  if (host_.empty()) return;
  const auto wait_for_all = [&] {
    for (int s = 0; s < Device::kStreams; ++s) device_.wait(s);
  };
  wait_for_all();  // what one stream was given before is for all
  try {
    for (std::size_t s = 0; s < host_.size(); ++s) {
      const int turn = static_cast<int>(s % slot_.size());
      const DeviceMemory& slot = slot_[s % slot_.size()];
      device_.copy_in(slot.at.get(), host_[s].at.get(), host_[s].bytes, turn);
      work(s, slot.as<unsigned char>(), turn);
    }
  } catch (...) {
    // Copies that are under way must not outlive the memory they read.
    for (int s = 0; s < Device::kStreams; ++s) {
      try {
        device_.wait(s);
      } catch (const Error&) {
        // The first failure is the one to tell of.
      }
    }
    throw;
  }
  wait_for_all();
}

}  // namespace basepeak
