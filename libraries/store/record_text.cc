#include "libraries/store/record_text.h"

#include <array>
#include <charconv>

#include "engine/error.h"

namespace basepeak {
namespace {

[[noreturn]] void fail(const std::string& what) { throw Error(ErrorKind::library, what); }

template <typename Number>
void append(std::string& text, Number value) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text.append(digits.data(), end);
}

// Takes a number and the separator behind it off the front of `text`.
template <typename Number>
Number take(std::string_view& text, char separator) {
  Number value{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{}) fail("'" + std::string(text.substr(0, 20)) + "' is not a number");
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  if (text.empty() || text.front() != separator) fail("a number is not followed by its separator");
  text.remove_prefix(1);
  return value;
}

template <typename Code, std::size_t kCount>
Code code_of(std::string_view word, const std::array<Code, kCount>& codes) {
  for (const Code code : codes) {
    if (word == basepeak::word(code)) return code;
  }
  fail("'" + std::string(word) + "' is not one of its words");
}

}  // namespace

std::string peaks_to_text(const Peaks& peaks) {
  std::string text;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    append(text, peaks.mz()[i]);
    text += ' ';
    append(text, peaks.intensity()[i]);
    text += '\n';
  }
  return text;
}

Peaks peaks_from_text(std::string_view text) {
  std::vector<double> mz;
  std::vector<float> intensity;
  while (!text.empty()) {
    mz.push_back(take<double>(text, ' '));
    intensity.push_back(take<float>(text, '\n'));
  }
  return Peaks::from_unsorted(mz, intensity);
}

std::string numbers_to_text(std::span<const float> numbers) {
  std::string text;
  for (const float number : numbers) {
    append(text, number);
    text += '\n';
  }
  return text;
}

std::vector<float> numbers_from_text(std::string_view text) {
  std::vector<float> numbers;
  while (!text.empty()) numbers.push_back(take<float>(text, '\n'));
  return numbers;
}

std::string lines_to_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    for (const char c : line) text += c == '\n' || c == '\r' ? ' ' : c;
    text += '\n';
  }
  return text;
}

std::vector<std::string> lines_from_text(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

const char* word(Ionisation ionisation) noexcept {
  switch (ionisation) {
    case Ionisation::ei: return "ei";
    case Ionisation::esi: return "esi";
    case Ionisation::unknown: break;
  }
  return "unknown";
}

const char* word(Polarity polarity) noexcept {
  switch (polarity) {
    case Polarity::positive: return "positive";
    case Polarity::negative: return "negative";
    case Polarity::unknown: break;
  }
  return "unknown";
}

const char* word(Origin origin) noexcept {
  return origin == Origin::predicted ? "predicted" : "measured";
}

Ionisation ionisation_of(std::string_view word) {
  return code_of(word, std::array{Ionisation::unknown, Ionisation::ei, Ionisation::esi});
}

Polarity polarity_of(std::string_view word) {
  return code_of(word, std::array{Polarity::unknown, Polarity::positive, Polarity::negative});
}

Origin origin_of(std::string_view word) {
  return code_of(word, std::array{Origin::measured, Origin::predicted});
}

}  // namespace basepeak
