#include "engine/spectrum/tolerance.h"

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
    if (unit == "ppm") return ppm(width);
  }
  throw Error(ErrorKind::usage,
              "tolerance '" + std::string(text) + "' is not like '0.01 Da' or '10 ppm'");
}

}  // namespace basepeak
