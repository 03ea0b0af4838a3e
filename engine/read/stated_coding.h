#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/read/binary_array.h"

namespace basepeak {

// Whether so many values were read of those promised that they are half or twice as wide as stated:
// read so, they are no peaks. REQUIRES: no numpress.
[[nodiscard]] bool is_other_width(const ArrayCoding& coding, std::size_t promised,
                                  std::size_t read) noexcept;

// Whether every `step`-th value, an m/z, ascends only when the bytes of each are read in the other
// order. Writers sort by m/z; by chance a few values do, so that fewer than four show nothing.
// REQUIRES: decode_array takes them.
[[nodiscard]] bool is_other_byte_order(const std::vector<double>& values, std::string_view base64,
                                       ArrayCoding coding, std::size_t step);

inline constexpr const char* kOtherWidth =
    "its values are not of the stated precision, by their number";
inline constexpr const char* kOtherByteOrder =
    "its values are not in the stated byte order: the m/z ascend in the other one only";

}  // namespace basepeak
