#include <atomic>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/error.h"
#include "gpu/device.h"
#include "gpu/ei_kernel.cuh"
#include "gpu/ei_peak_kernel.cuh"
#include "gpu/half.h"
#include "gpu/ms2_kernel.cuh"
#include "gpu/select_kernel.cuh"

namespace basepeak {

namespace {

// In place of the matrix units.
void multiply(const EiPass& pass, std::uint32_t tile, std::uint32_t query_tile,
              std::vector<float>& dots) {
  const EiTilePlace& place = pass.tiles[pass.first_tile + tile];
  const std::uint32_t depth = ei_depth(pass, tile);
  const auto* const records = reinterpret_cast<const std::uint16_t*>(pass.segment + place.weights);
  std::vector<float> row(depth);
  std::vector<float> columns(std::size_t{kEiTile} * depth);
  for (std::uint32_t j = 0; j < kEiTile; ++j) {
    for (std::uint32_t k = 0; k < depth; ++k) {
      columns[std::size_t{j} * depth + k] = half_value(records[std::size_t{j} * place.depth + k]);
    }
  }
  for (std::uint32_t i = 0; i < kEiTile; ++i) {
    const std::uint32_t query = query_tile * kEiTile + i;
    const std::uint16_t* const from = pass.query_weights + std::size_t{query} * pass.query_depth;
    std::uint16_t any = 0;
    for (std::uint32_t k = 0; k < depth; ++k) {
      row[k] = half_value(from[k]);
      any |= from[k];
    }
    for (std::uint32_t j = 0; j < kEiTile; ++j) {
      float sum = 0.0F;
      for (std::uint32_t k = 0; any != 0 && k < depth; ++k) {
        sum += row[k] * columns[std::size_t{j} * depth + k];
      }
      dots[i * kEiDotStride + j] = sum;
    }
  }
}

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

  void run(const EiPass& pass, int) const override {
    std::vector<float> dots(kEiTile * kEiDotStride);
    const std::uint32_t query_tiles = (pass.query_count + kEiTile - 1) / kEiTile;
    for (std::uint32_t tile = 0; tile < pass.tile_count; ++tile) {
      for (std::uint32_t query_tile = 0; query_tile < query_tiles; ++query_tile) {
        multiply(pass, tile, query_tile, dots);
        InStep{kEiThreads}(
            [&](Lane lane) { write_ei_keys(pass, tile, query_tile, dots.data(), lane); });
      }
    }
  }

  void run(const EiPeakPass& pass, int) const override {
    const auto shared = std::make_unique<EiPeakShared>();
    for (std::uint32_t part = 0; part < ei_peak_parts(pass); ++part) {
      for (std::uint32_t query = 0; query < pass.query_count; ++query) {
        write_ei_peak_keys(pass, part, query, *shared, InStep{kEiPeakThreads});
      }
    }
  }

  void run(const SelectPass& pass, int) const override {
    const auto shared = std::make_unique<SelectShared>();
    for (std::uint32_t part = 0; part < selections(pass); ++part) {
      for (std::uint32_t query = 0; query < pass.query_count; ++query) {
        select_keys(pass, part, query, *shared, InStep{kSelectThreads});
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
