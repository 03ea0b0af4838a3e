#include "engine/read/numbers.h"

#include <array>
#include <charconv>
#include <cmath>

namespace basepeak {

std::optional<std::size_t> count_of(std::string_view text) noexcept {
  std::size_t count = 0;
  const char* end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, count);
  if (status != std::errc{} || rest != end) return std::nullopt;
  return count;
}

std::optional<LeadingNumber> leading_number(std::string_view text) noexcept {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  // from_chars would also take "nan", "inf" and a second sign.
  const auto first = digits.find_first_not_of('-');
  if (first == std::string_view::npos || first > 1) return std::nullopt;
  if (text.size() != digits.size() && first == 1) return std::nullopt;
  const char start = digits[first];
  if (start != '.' && (start < '0' || start > '9')) return std::nullopt;
  double value = 0.0;
  const auto [rest, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (status != std::errc{} || !std::isfinite(value)) return std::nullopt;
  return LeadingNumber{value, digits.substr(static_cast<std::size_t>(rest - digits.data()))};
}

std::optional<double> number(std::string_view text) noexcept {
  const std::optional<LeadingNumber> found = leading_number(text);
  if (!found || !found->rest.empty()) return std::nullopt;
  return found->value;
}

double decimal_of(double stored) noexcept {
  const auto single = static_cast<float>(stored);
  if (static_cast<double>(single) != stored) return stored;
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), single);
  double decimal = stored;
  if (status == std::errc{}) std::from_chars(digits.data(), end, decimal);
  return decimal;
}

std::string shortest_text(double value) {
  std::array<char, 32> digits{};
  const auto [end, status] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return status == std::errc{} ? std::string(digits.data(), end) : std::string();
}

}  // namespace basepeak
