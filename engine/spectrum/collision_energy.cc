#include "engine/spectrum/collision_energy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace basepeak {

namespace {

std::string lower_without_spaces(std::string_view text) {
  std::string lower;
  for (const char c : text) {
    if (c != ' ' && c != '\t') lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return lower;
}

// Takes a word out of the text, leaving a space; whether it was there.
bool take(std::string& text, std::string_view word) {
  const auto at = text.find(word);
  if (at == std::string::npos) return false;
  text = text.substr(0, at) + ' ' + text.substr(at + word.size());
  return true;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Numbers {
  std::vector<double> values;
  std::string between;  // what stands around them, numbers and spaces left out
};

// "15, 30" are two numbers, "22,9" is one with a decimal comma where a ramp wants two ends only.
Numbers numbers_in(const std::string& text) {
  Numbers found;
  const char* at = text.data();
  const char* end = at + text.size();
  while (at != end) {
    double value = 0.0;
    const auto [rest, status] = is_digit(*at)
                                    ? std::from_chars(at, end, value, std::chars_format::fixed)
                                    : std::from_chars_result{at, std::errc::invalid_argument};
    if (status == std::errc{}) {
      found.values.push_back(value);
      at = rest;
    } else {
      if (*at != ' ') found.between += *at;
      ++at;
    }
  }
  return found;
}

// "22,9-34.3": the comma of a number in a ramp is a decimal one.
std::string with_decimal_points(std::string text) {
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == ',' && is_digit(text[i - 1]) && is_digit(text[i + 1])) text[i] = '.';
  }
  return text;
}

}  // namespace

CollisionEnergy parse_collision_energy(std::string_view written) {
  CollisionEnergy energy;
  std::string text = lower_without_spaces(written);
  const bool is_stepped = take(text, "(stepped)") || take(text, "stepped");
  const bool is_named_ramp = take(text, "ramp");
  const bool is_normalised = take(text, "(nce)") || take(text, "nce");
  static_cast<void>(take(text, "(nominal)") || take(text, "nominal"));
  for (const char* word : {"hcd", "cid", "ce=", "ce:", "ce", "ft-ms", "it-ms"}) {
    static_cast<void>(take(text, word));
  }
  while (text.ends_with(' ') || text.ends_with('i')) text.pop_back();
  const bool is_percent = text.find('%') != std::string::npos;
  while (take(text, "%")) {
  }
  bool is_ev = false;
  while (take(text, "ev") || take(text, "v")) is_ev = true;
  if (is_named_ramp) text = with_decimal_points(text);
  const Numbers numbers = numbers_in(text);
  if (numbers.values.empty() || (is_ev && (is_percent || is_normalised))) return energy;

  const std::string& between = numbers.between;
  if (numbers.values.size() == 1) {
    if (!between.empty()) return energy;
    energy.form = EnergyForm::fixed;
  } else if (numbers.values.size() == 2 && (between == "-" || between == "->" || between == "to")) {
    energy.form = EnergyForm::ramp;
  } else if (!is_named_ramp && between.size() + 1 == numbers.values.size() &&
             std::all_of(between.begin(), between.end(),
                         [](char c) { return c == ',' || c == '/' || c == ';'; })) {
    energy.form = EnergyForm::stepped;
  } else {
    return energy;
  }
  if (is_stepped && energy.form == EnergyForm::ramp) return CollisionEnergy{};
  energy.values = numbers.values;
  if (energy.form == EnergyForm::ramp) std::sort(energy.values.begin(), energy.values.end());
  energy.unit = is_ev                         ? EnergyUnit::electronvolts
                : is_percent || is_normalised ? EnergyUnit::normalised
                                              : EnergyUnit::unknown;
  return energy;
}

std::optional<double> electronvolts(const CollisionEnergy& energy,
                                    std::optional<double> precursor_mz, int charge) {
  if (energy.values.empty() || energy.unit == EnergyUnit::unknown) return std::nullopt;
  double mean = 0.0;
  for (const double value : energy.values) mean += value;
  mean /= static_cast<double>(energy.values.size());
  if (energy.unit == EnergyUnit::electronvolts) return mean;
  if (!precursor_mz) return std::nullopt;
  constexpr std::array<double, 5> kOfCharge{1.0, 0.9, 0.85, 0.8, 0.75};
  const auto step = static_cast<std::size_t>(std::clamp(charge, 1, 5) - 1);
  return mean * *precursor_mz / 500.0 * kOfCharge[step];
}

const char* name(EnergyUnit unit) noexcept {
  switch (unit) {
    case EnergyUnit::electronvolts: return "electronvolts";
    case EnergyUnit::normalised: return "normalised";
    case EnergyUnit::unknown: return "unknown";
  }
  return "unknown";
}

const char* name(EnergyForm form) noexcept {
  switch (form) {
    case EnergyForm::fixed: return "fixed";
    case EnergyForm::stepped: return "stepped";
    case EnergyForm::ramp: return "ramp";
    case EnergyForm::not_understood: return "not understood";
  }
  return "not understood";
}

}  // namespace basepeak
