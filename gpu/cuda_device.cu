#include <cuda_runtime.h>

#include <string>

#include "gpu/both_sides.cuh"
#include "gpu/check.cuh"
#include "gpu/cuda_device.h"
#include "gpu/launch.h"

namespace basepeak {

namespace {

// Destroyed with its owner, also where that could not be made whole.
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (stream_ != nullptr) cudaStreamDestroy(stream_);
  }
  [[nodiscard]] cudaError_t create() {
    return cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking);
  }
  operator cudaStream_t() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
};

class CudaDevice final : public Device {
 public:
  explicit CudaDevice(int number)
      : number_(number), name_("CUDA device " + std::to_string(number)) {
    const int count = cuda_devices();
    if (number < 0 || number >= count) {
      throw Error(ErrorKind::device, name_ + ": this machine has " + std::to_string(count));
    }
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, number), name_, "cudaGetDeviceProperties");
    name_ += std::string(" (") + properties.name + ")";
    model_ = properties.name;
    use();
    check(static_cast<cudaError_t>(prepare_ms2_launches()), name_, "cudaFuncSetAttribute");
    check(static_cast<cudaError_t>(prepare_ei_launches()), name_, "cudaFuncSetAttribute");
    for (Stream& stream : streams_) check(stream.create(), name_, "cudaStreamCreateWithFlags");
  }

  [[nodiscard]] DeviceFacts facts() const override {
    use();
    std::size_t free = 0;
    std::size_t total = 0;
    check(cudaMemGetInfo(&free, &total), name_, "cudaMemGetInfo");
    return {model_, total, free};
  }

  [[nodiscard]] DeviceMemory allocate(std::size_t bytes) const override {
    const std::uint64_t free = facts().free_bytes;
    if (bytes > free) {
      throw Error(ErrorKind::device, name_ + ": " + std::to_string(bytes) +
                                         " bytes are wanted and " + std::to_string(free) +
                                         " are free");
    }
    void* memory = nullptr;
    check(cudaMalloc(&memory, bytes), name_, "cudaMalloc");
    return {std::shared_ptr<void>(memory, [](void* at) { cudaFree(at); }), bytes};
  }

  [[nodiscard]] DeviceMemory allocate_on_host(std::size_t bytes) const override {
    use();
    void* memory = nullptr;
    check(cudaMallocHost(&memory, bytes), name_, "cudaMallocHost");
    return {std::shared_ptr<void>(memory, [](void* at) { cudaFreeHost(at); }), bytes};
  }

  void copy_in(void* to, const void* from, std::size_t bytes, int stream) const override {
    use();
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, streams_[stream]), name_,
          "cudaMemcpyAsync to the device");
  }
  void copy_out(void* to, const void* from, std::size_t bytes, int stream) const override {
    use();
    check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, streams_[stream]), name_,
          "cudaMemcpyAsync from the device");
  }
  void run(const Ms2Pass& pass, int stream) const override {
    use();
    check(static_cast<cudaError_t>(launch(pass, streams_[stream])), name_, "MS/MS kernel");
  }
  void run(const EiPass& pass, int stream) const override {
    use();
    check(static_cast<cudaError_t>(launch(pass, streams_[stream])), name_, "EI kernel");
  }
  void run(const EiPeakPass& pass, int stream) const override {
    use();
    check(static_cast<cudaError_t>(launch(pass, streams_[stream])), name_, "EI peak kernel");
  }
  void run(const SelectPass& pass, int stream) const override {
    use();
    check(static_cast<cudaError_t>(launch(pass, streams_[stream])), name_, "selection kernel");
  }
  void wait(int stream) const override {
    use();
    check(cudaStreamSynchronize(streams_[stream]), name_, "cudaStreamSynchronize");
  }

 private:
  // The device is a setting of each thread, and callers bring their own.
  void use() const { check(cudaSetDevice(number_), name_, "cudaSetDevice"); }

  int number_;
  std::string name_;
  std::string model_;
  Stream streams_[kStreams];
};

}  // namespace

int cuda_devices() {
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  // What CUDA says of a machine without a driver speaks of versions.
  if (status == cudaErrorInsufficientDriver || status == cudaErrorNoDevice) {
    check(status, "no CUDA device here, or no driver for it", "cudaGetDeviceCount");
  }
  check(status, "CUDA", "cudaGetDeviceCount");
  return count;
}

std::unique_ptr<Device> make_cuda_device(int number) {
  return std::make_unique<CudaDevice>(number);
}

}  // namespace basepeak
