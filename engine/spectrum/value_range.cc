#include "engine/spectrum/value_range.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "engine/error.h"

namespace basepeak {

namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<double> number(std::string_view text) {
  text = trimmed(text);
  double value = 0.0;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = status == std::errc{} && rest == text.data() + text.size();
  return is_number && std::isfinite(value) && value >= 0.0 ? std::optional(value) : std::nullopt;
}

}  // namespace

ValueRange ValueRange::parse(std::string_view text, std::string_view unit) {
  std::string_view numbers = trimmed(text);
  const bool has_unit = numbers.ends_with(unit);
  if (has_unit) numbers.remove_suffix(unit.size());
  const std::size_t dots = numbers.find("..");
  const auto lowest = number(numbers.substr(0, dots));
  const auto highest = dots == std::string_view::npos ? lowest : number(numbers.substr(dots + 2));
  if (has_unit && lowest && highest && *lowest <= *highest) return {*lowest, *highest};
  const std::string ending = unit.empty() ? "" : " " + std::string(unit);
  throw Error(ErrorKind::usage,
              "'" + std::string(text.substr(0, 60)) + "' is not a range such as '20..40" + ending +
                  "', from a lower to a higher number, or one value such as '20" + ending + "'");
}

}  // namespace basepeak
