#pragma once

#include <cstdint>

namespace basepeak {

// splitmix64 (Steele et al. 2014), as a mixing step: the same number on every machine.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t value) noexcept {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ value >> 30U) * 0xbf58476d1ce4e5b9U;
  value = (value ^ value >> 27U) * 0x94d049bb133111ebU;
  return value ^ value >> 31U;
}

// Of two numbers one, which depends on their order.
[[nodiscard]] constexpr std::uint64_t joined(std::uint64_t left, std::uint64_t right) noexcept {
  return mixed(left * 3 + right);
}

}  // namespace basepeak
