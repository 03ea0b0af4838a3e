#include "engine/read/acquisition_time.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

namespace basepeak {

namespace {

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;
};

struct Words {
  std::vector<std::string> date;  // in order, lower case
  std::optional<std::int64_t> clock_s;
  bool is_afternoon = false;
  bool is_morning = false;
};

std::optional<int> whole(std::string_view text) {
  int value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// "14:30", "9:04:07", "10:28:00.5".
std::optional<std::int64_t> clock(std::string_view text) {
  std::array<int, 3> part{};
  std::size_t count = 0;
  text = text.substr(0, text.find('.'));
  while (count < part.size()) {
    const std::size_t colon = text.find(':');
    const auto value = whole(text.substr(0, colon));
    if (!value) return std::nullopt;
    part[count++] = *value;
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
  }
  if (count < 2 || part[0] > 23 || part[1] > 59 || part[2] > 60) return std::nullopt;
  return part[0] * 3600 + part[1] * 60 + part[2];
}

Words words_of(std::string_view written) {
  Words words;
  std::string word;
  const auto close = [&] {
    if (word == "am" || word == "pm") {
      (word == "pm" ? words.is_afternoon : words.is_morning) = true;
    } else if (word.find(':') != std::string::npos) {
      // A second one is a zone ("+02:00").
      if (!words.clock_s) words.clock_s = clock(word);
    } else if (!word.empty()) {
      words.date.push_back(word);
    }
    word.clear();
  };
  for (std::size_t i = 0; i < written.size(); ++i) {
    const auto c = static_cast<unsigned char>(written[i]);
    const bool is_iso_divider = (c == 'T' || c == 't') && i > 0 && i + 1 < written.size() &&
                                std::isdigit(static_cast<unsigned char>(written[i - 1])) != 0 &&
                                std::isdigit(static_cast<unsigned char>(written[i + 1])) != 0;
    // A zone after the clock time is not applied.
    if ((c == '+' || c == '-') && words.clock_s) break;
    if ((c == '+' || c == '-' || c == 'Z') && word.find(':') != std::string::npos) {
      close();
      break;
    }
    if (is_iso_divider || c <= ' ' || c == ',' || c == '-' || c == '/' ||
        (c == '.' && word.find(':') == std::string::npos)) {
      close();
    } else {
      word += static_cast<char>(std::tolower(c));
    }
  }
  close();
  return words;
}

int month_of(const std::string& word) {
  constexpr std::array<const char*, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                "jul", "aug", "sep", "oct", "nov", "dec"};
  if (word.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (word.compare(0, 3, kMonths[i]) == 0) return static_cast<int>(i) + 1;
  }
  return 0;
}

int full_year(int written) {
  if (written < 70) return 2000 + written;
  return written < 200 ? 1900 + written : written;
}

std::optional<Day> day_beside_month_name(const std::vector<std::string>& date) {
  for (std::size_t i = 0; i < date.size(); ++i) {
    const int month = month_of(date[i]);
    if (month == 0) continue;
    std::vector<int> numbers;
    const bool is_day_first = i > 0 && whole(date[i - 1]).has_value();
    if (is_day_first) numbers.push_back(*whole(date[i - 1]));
    for (std::size_t k = i + 1; k < date.size(); ++k) {
      if (const auto value = whole(date[k])) numbers.push_back(*value);
    }
    if (numbers.size() < 2) return std::nullopt;
    // "2022 Feb 23" is the one order in which the year leads.
    if (numbers[0] > 999) std::swap(numbers[0], numbers[1]);
    return Day{full_year(numbers[1]), month, numbers[0]};
  }
  return std::nullopt;
}

std::optional<Day> day_in_numbers(const std::vector<std::string>& date) {
  if (date.size() == 1 && date[0].size() == 8 && whole(date[0])) {
    const int value = *whole(date[0]);
    return Day{value / 10000, value / 100 % 100, value % 100};
  }
  std::vector<int> numbers;
  for (const std::string& word : date) {
    if (const auto value = whole(word)) numbers.push_back(*value);
    if (numbers.size() == 3) break;
  }
  if (numbers.size() < 3) return std::nullopt;
  if (numbers[0] > 99) return Day{numbers[0], numbers[1], numbers[2]};
  if (numbers[2] < 100) return std::nullopt;
  if (numbers[0] > 12) return Day{numbers[2], numbers[1], numbers[0]};
  if (numbers[1] > 12) return Day{numbers[2], numbers[0], numbers[1]};
  if (numbers[0] == numbers[1]) return Day{numbers[2], numbers[0], numbers[1]};
  return std::nullopt;
}

std::optional<std::int64_t> seconds_at(const Day& day) {
  using namespace std::chrono;
  const year_month_day date{year{day.year}, month{static_cast<unsigned>(day.month)},
                            std::chrono::day{static_cast<unsigned>(day.day)}};
  if (!date.ok() || day.year < 1970 || day.year > 2200) return std::nullopt;
  return duration_cast<seconds>(sys_days{date}.time_since_epoch()).count();
}

// "20070923040800", and what follows it is a zone or a fraction.
std::optional<AcquisitionTime> from_digits(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0) {
    ++digits;
  }
  if (digits < 14) return std::nullopt;
  const auto part = [text](std::size_t at, std::size_t size) {
    return whole(text.substr(at, size)).value_or(0);
  };
  const auto midnight = seconds_at({part(0, 4), part(4, 2), part(6, 2)});
  const int hour = part(8, 2), minute = part(10, 2), second = part(12, 2);
  if (!midnight || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return AcquisitionTime{*midnight + hour * 3600 + minute * 60 + second, true};
}

}  // namespace

std::optional<AcquisitionTime> acquisition_time(std::string_view written) {
  constexpr std::size_t kLongest = 100;
  written = written.substr(0, kLongest);
  const std::size_t start = written.find_first_not_of(" \t");
  if (start == std::string_view::npos) return std::nullopt;
  written.remove_prefix(start);
  if (const auto compact = from_digits(written)) return compact;
  // "Thu Mar 28 10:10:00 CET 2013" keeps its year behind the clock time.
  const Words words = words_of(written);
  std::optional<Day> day = day_beside_month_name(words.date);
  if (!day) day = day_in_numbers(words.date);
  if (!day) return std::nullopt;
  const auto midnight = seconds_at(*day);
  if (!midnight) return std::nullopt;
  if (!words.clock_s) return AcquisitionTime{*midnight, false};
  std::int64_t clock_s = *words.clock_s;
  constexpr std::int64_t kNoon = 43'200;
  if (words.is_afternoon && clock_s < kNoon) clock_s += kNoon;
  if (words.is_morning && clock_s >= kNoon) clock_s -= kNoon;
  return AcquisitionTime{*midnight + clock_s, true};
}

}  // namespace basepeak
