#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace basepeak {

// The only code that is compiled once for each instruction set; the best that the processor has is
// chosen when the program runs. All arithmetic is on whole numbers or rounds alike everywhere, so
// that the results are the same on every processor.

inline constexpr std::size_t kLevels = 256;

// sums[id] += table[level] for every posting, a packed (remainder, id, level) as ms2_postings.h
// lays it out.
void add_postings(std::span<const std::uint32_t> postings, const std::uint16_t* table,
                  std::uint16_t* sums) noexcept;

// table[i] = 1 + floor(scale * value[i] * factor[i]) for kLevels entries; must stay below 65,536.
void fill_table(const float* value, const float* factor, float scale,
                std::uint16_t* table) noexcept;

// The largest of the sums; 0 for none.
[[nodiscard]] std::uint16_t largest(std::span<const std::uint16_t> sums) noexcept;

// Writes the indices of the sums in [least, most], ascending, and returns how many; `found` must
// hold one for every sum. REQUIRES: least >= 1.
[[nodiscard]] std::size_t find_sums(std::span<const std::uint16_t> sums, std::uint16_t least,
                                    std::uint16_t most, std::uint32_t* found) noexcept;

}  // namespace basepeak
