#include "engine/identify/model_numbers.h"

#include <array>
#include <cstdio>
#include <map>
#include <set>

#include "engine/error.h"
#include "engine/identify/model_text.h"
#include "engine/read/numbers.h"

namespace basepeak {

namespace {

[[noreturn]] void fail(const std::string& what, std::size_t line, const std::string& why) {
  throw Error(ErrorKind::library, what + ", line " + std::to_string(line) + ": " + why);
}

std::string digits(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.9g", value);
  return text.data();
}

// The text up to the line of the checksum, which must be the last one and right.
std::string_view checked(std::string_view text, const std::string& what) {
  constexpr std::string_view kLabel = "checksum\t";
  const std::size_t at = text.rfind(kLabel);
  if (at == std::string_view::npos || (at > 0 && text[at - 1] != '\n')) {
    throw Error(ErrorKind::library, what + ": its last line is not its checksum");
  }
  std::string_view stated = text.substr(at + kLabel.size());
  while (stated.ends_with('\n') || stated.ends_with('\r')) stated.remove_suffix(1);
  if (stated != sha256_of(text.substr(0, at))) {
    throw Error(ErrorKind::library,
                what + ": its checksum is not that of its text: it was altered or cut");
  }
  return text.substr(0, at);
}

}  // namespace

ModelNumbers parse_model_numbers(std::string_view text, std::string_view format,
                                 const std::string& what) {
  ModelNumbers numbers;
  std::set<std::string> seen;
  bool is_first = true;
  for_each_row(checked(text, what), [&](std::size_t line, const std::vector<std::string>& cells) {
    if (is_first) {
      if (cells.size() != 1 || cells[0] != format) {
        fail(what, line, "it is not a \"" + std::string(format) + "\"");
      }
      is_first = false;
    } else if (cells.size() == 2 && cells[0] == "calibrated on") {
      numbers.calibrated_on = cells[1];
    } else if (cells.size() == 2 && cells[0] == "fact") {
      numbers.facts.push_back(cells[1]);
    } else {
      if (cells.size() != 3) fail(what, line, "3 cells are expected");
      const auto value = number(cells[2]);
      if (!value) fail(what, line, "\"" + cells[2] + "\" is no number");
      std::string key = cells[0] + "\t" + cells[1];
      if (!seen.insert(key).second) fail(what, line, "\"" + cells[1] + "\" stands there twice");
      numbers.values.emplace_back(std::move(key), *value);
    }
  });
  if (is_first || numbers.calibrated_on.empty()) {
    throw Error(ErrorKind::library, what + ": what it was calibrated on is not stated");
  }
  return numbers;
}

std::string write_model_numbers(const ModelNumbers& numbers, std::string_view format) {
  std::string text = std::string(format) + "\ncalibrated on\t" + numbers.calibrated_on + "\n";
  for (const std::string& fact : numbers.facts) text += "fact\t" + fact + "\n";
  for (const auto& [key, value] : numbers.values) text += key + "\t" + digits(value) + "\n";
  return text + "checksum\t" + sha256_of(text) + "\n";
}

void take_numbers(const ModelNumbers& numbers, std::span<const WantedNumber> wanted,
                  const std::string& what) {
  std::map<std::string, WantedNumber> missing;
  for (const WantedNumber& number : wanted) missing.emplace(number.key, number);
  for (const auto& [key, value] : numbers.values) {
    const auto found = missing.find(key);
    const std::string name = key.substr(key.find('\t') + 1);
    if (found == missing.end()) {
      throw Error(ErrorKind::library, what + ": unknown \"" + name + "\"");
    }
    if (value < found->second.low || value > found->second.high) {
      throw Error(ErrorKind::library, what + ": \"" + name + "\" cannot be " + digits(value));
    }
    *found->second.value = value;
    missing.erase(found);
  }
  if (!missing.empty()) {
    throw Error(ErrorKind::library, what + ": it lacks " + std::to_string(missing.size()) +
                                        " numbers, as \"" + missing.begin()->first + "\"");
  }
}

}  // namespace basepeak
