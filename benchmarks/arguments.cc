#include "benchmarks/arguments.h"

#include <algorithm>
#include <charconv>

#include "engine/error.h"

namespace basepeak::benchmarks {
namespace {

std::uint64_t whole_number(std::string_view option, std::string_view text) {
  std::uint64_t value = 0;
  const auto [rest, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || rest != text.data() + text.size()) {
    throw Error(ErrorKind::usage,
                std::string(option) + ": '" + std::string(text) + "' is not a whole number");
  }
  return value;
}

}  // namespace

Arguments::Arguments(int count, char** words, const std::vector<std::string>& known,
                     const std::vector<std::string>& flags) {
  const auto is_in = [](const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (is_in(flags, word)) {
      values_[word] = "";
    } else if (is_in(known, word) && i + 1 < count) {
      values_[word] = words[++i];
    } else {
      std::string message = word + " is no option, or has no value. Options:";
      for (const std::string& option : known) message += " " + option + " VALUE";
      for (const std::string& option : flags) message += " " + option;
      throw Error(ErrorKind::usage, message);
    }
  }
}

bool Arguments::has(std::string_view option) const { return values_.contains(option); }

std::string Arguments::text(std::string_view option, std::string_view otherwise) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::string(otherwise) : found->second;
}

std::uint64_t Arguments::number(std::string_view option, std::uint64_t otherwise) const {
  const auto found = values_.find(option);
  return found == values_.end() ? otherwise : whole_number(option, found->second);
}

std::vector<std::string> Arguments::texts(std::string_view option) const {
  std::vector<std::string> parts;
  std::string rest = text(option, "");
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    parts.push_back(rest.substr(0, comma));
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
  }
  return parts;
}

std::vector<std::uint64_t> Arguments::numbers(std::string_view option) const {
  std::vector<std::uint64_t> values;
  for (const std::string& part : texts(option)) values.push_back(whole_number(option, part));
  return values;
}

}  // namespace basepeak::benchmarks
