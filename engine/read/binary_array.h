#pragma once

#include <string_view>
#include <vector>

#include "engine/read/numpress.h"

namespace basepeak {

// How an array of numbers stands in an XML text.
struct ArrayCoding {
  enum class Number { float32, float64, int32, int64 };
  Number number = Number::float64;  // without meaning under numpress
  bool is_big_endian = false;
  bool is_zlib = false;
  Numpress numpress = Numpress::none;
};

// The numbers of an array. Its length is what its bytes give, whatever the file says of it. Throws
// Error{input} with the reason alone for damaged base64 or zlib, for bytes that are not a whole
// number of numbers, and for an array that unpacks to more than 1 GiB.
[[nodiscard]] std::vector<double> decode_array(std::string_view base64, const ArrayCoding& coding);

}  // namespace basepeak
