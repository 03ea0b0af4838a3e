#pragma once

#include <cstdint>
#include <random>

#include "gpu/both_sides.cuh"

namespace basepeak::test {

// Runs each phase for all threads of one block, in another order for every seed: what a phase does
// must not depend on it.
struct InStepOnHost {
  std::uint32_t threads = 128;
  std::uint32_t first = 0;
  template <typename Phase>
  void operator()(const Phase& phase) const {
    for (std::uint32_t t = 0; t < threads; ++t) phase(Lane{(first + t) % threads, threads});
  }
};

// A whole number below `count`.
inline std::uint32_t below(std::mt19937& random, std::uint32_t count) {
  return static_cast<std::uint32_t>(random() % count);
}

}  // namespace basepeak::test
