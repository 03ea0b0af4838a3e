#pragma once

#include <cstdint>

// What kernel bodies need to be the same function on the device and on the host, where tests run
// them. No other file asks which compiler reads it.
#ifdef __CUDACC__
#define BASEPEAK_BOTH_SIDES __host__ __device__ inline
#else
#define BASEPEAK_BOTH_SIDES inline
#endif

namespace basepeak {

// Four words read in one instruction, whatever the array is made of: keys of 16 bits, weights in
// single precision. Without may_alias an optimiser may read them before they are written.
struct __attribute__((may_alias)) Quad {
  alignas(16) std::uint32_t word[4];
};

// Atomic where threads run side by side; the host runs them one after another. Each returns what
// was there before.
BASEPEAK_BOTH_SIDES std::uint32_t add_atomically(std::uint32_t* to, std::uint32_t value) {
#ifdef __CUDA_ARCH__
  return atomicAdd(to, value);
#else
  const std::uint32_t before = *to;
  *to = before + value;
  return before;
#endif
}

BASEPEAK_BOTH_SIDES void raise_atomically(std::uint32_t* to, std::uint32_t value) {
#ifdef __CUDA_ARCH__
  atomicMax(to, value);
#else
  if (*to < value) *to = value;
#endif
}

// The threads of a block, as a body sees them.
struct Lane {
  std::uint32_t thread = 0;
  std::uint32_t threads = 1;  // a multiple of kWarp
};
inline constexpr std::uint32_t kWarp = 32;

}  // namespace basepeak
