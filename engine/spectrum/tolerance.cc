#include "engine/spectrum/tolerance.h"

#include <array>
#include <charconv>
#include <string>

#include "engine/error.h"

namespace basepeak {

Tolerance Tolerance::parse(std::string_view text) {
  double width = 0.0;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), width);
  std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  if (status == std::errc{} && width > 0.0) {
    if (unit == "Da") return da(width);
    if (unit == "mDa") return da(width / 1000.0);
    if (unit == "ppm") return ppm(width);
  }
  throw Error(ErrorKind::usage,
              "tolerance '" + std::string(text) + "' is not like '0.01 Da', '10 mDa' or '10 ppm'");
}

std::string Tolerance::text() const {
  std::array<char, 32> digits{};
  const double width = ppm_ > 0.0 ? ppm_ : da_;
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), width);
  static_cast<void>(status);
  return std::string(digits.data(), end) + (ppm_ > 0.0 ? " ppm" : " Da");
}

}  // namespace basepeak
