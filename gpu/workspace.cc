#include "gpu/workspace.h"

#include <algorithm>

namespace basepeak {

void Workspace::reserve(Piece& piece, std::size_t device_bytes, std::size_t host_bytes) const {
  if (piece.device.bytes < device_bytes) {
    piece.device = {};  // freed first: the old and the new need not fit together
    piece.device = device_.allocate(device_bytes + device_bytes / 4);
  }
  if (piece.host.bytes < host_bytes) {
    piece.host = {};
    piece.host = device_.allocate_on_host(host_bytes + host_bytes / 4);
  }
}

const unsigned char* Workspace::upload(std::span<const unsigned char> bytes) {
  device_.wait(stream_);
  reserve(input_, bytes.size(), bytes.size());
  std::copy(bytes.begin(), bytes.end(), input_.host.as<unsigned char>());
  device_.copy_in(input_.device.at.get(), input_.host.at.get(), bytes.size(), stream_);
  return input_.device.as<unsigned char>();
}

unsigned char* Workspace::upload_output(std::span<const unsigned char> bytes,
                                        std::size_t room_bytes) {
  device_.wait(stream_);
  reserve(output_, std::max(bytes.size(), room_bytes), std::max(bytes.size(), room_bytes));
  std::copy(bytes.begin(), bytes.end(), output_.host.as<unsigned char>());
  device_.copy_in(output_.device.at.get(), output_.host.at.get(), bytes.size(), stream_);
  return output_.device.as<unsigned char>();
}

std::span<const unsigned char> Workspace::download_output(std::size_t bytes) {
  device_.copy_out(output_.host.at.get(), output_.device.at.get(), bytes, stream_);
  device_.wait(stream_);
  return {output_.host.as<unsigned char>(), bytes};
}

unsigned char* Workspace::scratch(std::size_t bytes) {
  device_.wait(stream_);
  reserve(scratch_, bytes, 0);
  return scratch_.device.as<unsigned char>();
}

Workspaces::Workspaces(const Device& device)
    : workspaces_{Workspace(device, 0), Workspace(device, 1)} {}

Workspaces::Taken Workspaces::take_one() {
  std::unique_lock lock(mutex_);
  std::size_t found = 0;
  idle_.wait(lock, [&] {
    found = static_cast<std::size_t>(std::find(is_taken_.begin(), is_taken_.end(), false) -
                                     is_taken_.begin());
    return found < is_taken_.size();
  });
  is_taken_[found] = true;
  return {*this, found, 1};
}

Workspaces::Taken Workspaces::take_all() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [&] {
    return std::none_of(is_taken_.begin(), is_taken_.end(), [](bool taken) { return taken; });
  });
  is_taken_.fill(true);
  return {*this, 0, is_taken_.size()};
}

void Workspaces::give_back(std::size_t first, std::size_t count) {
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = first; i < first + count; ++i) is_taken_[i] = false;
  }
  idle_.notify_all();
}

}  // namespace basepeak
