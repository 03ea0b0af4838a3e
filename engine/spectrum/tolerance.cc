#include "engine/spectrum/tolerance.h"

#include <array>
#include <charconv>
#include <string>

#include "engine/error.h"

namespace basepeak {

namespace {
constexpr double kWidestDa = 1000.0;
constexpr double kWidestPpm = 100'000.0;
}  // namespace

Tolerance Tolerance::parse(std::string_view text) {
  double width = 0.0;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), width);
  std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  // Written so that NaN fails. A wider window would compare nothing any more.
  const auto is_within = [&](double highest) { return width > 0.0 && width <= highest; };
  if (status == std::errc{}) {
    if (unit == "Da" && is_within(kWidestDa)) return da(width);
    if (unit == "mDa" && is_within(kWidestDa * 1000.0)) return da(width / 1000.0);
    if (unit == "ppm" && is_within(kWidestPpm)) return ppm(width);
  }
  throw Error(ErrorKind::usage, "tolerance '" + std::string(text) +
                                    "' is not like '0.01 Da', '10 mDa' or '10 ppm', above 0 and at "
                                    "most 1000 Da or 100000 ppm");
}

std::string Tolerance::text() const {
  std::array<char, 32> digits{};
  const double width = ppm_ > 0.0 ? ppm_ : da_;
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), width);
  static_cast<void>(status);
  return std::string(digits.data(), end) + (ppm_ > 0.0 ? " ppm" : " Da");
}

}  // namespace basepeak
