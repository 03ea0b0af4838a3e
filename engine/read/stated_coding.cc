#include "engine/read/stated_coding.h"

namespace basepeak {

namespace {

constexpr std::size_t kFewestToJudge = 4;
constexpr double kHighestMz = 1e5;

bool ascends(const std::vector<double>& values, std::size_t step) {
  double last = 0.0;
  for (std::size_t i = 0; i < values.size(); i += step) {
    if (!(values[i] > last && values[i] < kHighestMz)) return false;
    last = values[i];
  }
  return true;
}

}  // namespace

bool is_other_width(const ArrayCoding& coding, std::size_t promised, std::size_t read) noexcept {
  if (promised == 0 || read == 0) return false;
  const bool is_narrow =
      coding.number == ArrayCoding::Number::float32 || coding.number == ArrayCoding::Number::int32;
  return is_narrow ? read % 2 == 0 && read / 2 == promised
                   : promised % 2 == 0 && promised / 2 == read;
}

bool is_other_byte_order(const std::vector<double>& values, std::string_view base64,
                         ArrayCoding coding, std::size_t step) {
  if (values.size() < kFewestToJudge * step || ascends(values, step)) return false;
  coding.is_big_endian = !coding.is_big_endian;
  return ascends(decode_array(base64, coding), step);
}

}  // namespace basepeak
