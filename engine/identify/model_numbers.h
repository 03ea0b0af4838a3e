#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace basepeak {

// A model that is a few named numbers: what it was calibrated on, facts of the fit, numbers by
// "kind<tab>name", and in its last line the checksum of all before it.
struct ModelNumbers {
  std::string calibrated_on;       // the data in one sentence
  std::vector<std::string> facts;  // "key: value"
  std::vector<std::pair<std::string, double>> values;
};

// Reads a model whose first line is `format`. Throws Error{library} naming `what` and the line for
// another format, a text that was cut or altered, and numbers that are repeated or not finite.
[[nodiscard]] ModelNumbers parse_model_numbers(std::string_view text, std::string_view format,
                                               const std::string& what);

// What parse_model_numbers reads back to the same numbers.
[[nodiscard]] std::string write_model_numbers(const ModelNumbers& numbers, std::string_view format);

// A number that a model must have, the range it must lie in, and where it goes.
struct WantedNumber {
  std::string key;
  double* value = nullptr;
  double low = -1e6;
  double high = 1e6;
};

// Hands out the numbers. Throws Error{library} naming `what` and the number that is missing,
// unknown or outside its range.
void take_numbers(const ModelNumbers& numbers, std::span<const WantedNumber> wanted,
                  const std::string& what);

}  // namespace basepeak
