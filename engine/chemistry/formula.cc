#include "engine/chemistry/formula.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/chemistry/isotopes.h"
#include "engine/error.h"

namespace basepeak {
namespace {

// More atoms than any molecule a mass spectrometer in this field meets; a bound for damaged text.
constexpr int kMostAtoms = 99999;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }

struct Nuclide {
  std::string_view element;
  int mass_number = 0;  // 0: the natural mixture
};

Nuclide nuclide_of(std::string_view key) noexcept {
  if (key == "D") return {"H", 2};
  if (key == "T") return {"H", 3};
  if (key.size() < 3 || key.front() != '[') return {key, 0};
  std::size_t at = 1;
  int mass_number = 0;
  for (; at < key.size() && is_digit(key[at]); ++at)
    mass_number = mass_number * 10 + (key[at] - '0');
  return {key.substr(at, key.size() - at - 1), mass_number};
}

const Isotope* isotope_of(const Nuclide& nuclide) noexcept {
  if (nuclide.mass_number == 0) return most_abundant_isotope(nuclide.element);
  for (const Isotope& isotope : isotopes_of(nuclide.element)) {
    if (isotope.mass_number == nuclide.mass_number) return &isotope;
  }
  return nullptr;
}

// Reads symbols and counts from the front of `text`; stops where neither stands.
class Reader {
 public:
  Reader(std::string_view text, std::string_view whole) : text_(text), whole_(whole) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorKind::input, "formula '" + std::string(whole_.substr(0, 80)) + "': " + why);
  }

  // An empty key where no symbol stands.
  std::string symbol() {
    if (at_end()) return {};
    if (text_[at_] == '[') return labelled_symbol();
    if (!is_upper(text_[at_])) return {};
    std::size_t length = 1;
    if (at_ + 1 < text_.size() && is_lower(text_[at_ + 1])) length = 2;
    const std::string key(text_.substr(at_, length));
    if (key != "D" && key != "T" && most_abundant_isotope(key) == nullptr) {
      fail("'" + key + "' is not an element");
    }
    at_ += length;
    return key;
  }

  // 1 where no number stands.
  int count() {
    if (at_end() || !is_digit(text_[at_])) return 1;
    int value = 0;
    for (; !at_end() && is_digit(text_[at_]); ++at_) {
      value = value * 10 + (text_[at_] - '0');
      if (value > kMostAtoms) fail("more than " + std::to_string(kMostAtoms) + " atoms");
    }
    if (value == 0) fail("an element with the count 0");
    return value;
  }

 private:
  std::string labelled_symbol() {
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) fail("'[' without ']'");
    std::string key(text_.substr(at_, close - at_ + 1));
    const Nuclide nuclide = nuclide_of(key);
    if (nuclide.mass_number == 0 || isotope_of(nuclide) == nullptr) {
      fail("'" + key + "' is not a known isotope");
    }
    if (nuclide.element == "H" && nuclide.mass_number > 1)
      key = nuclide.mass_number == 2 ? "D" : "T";
    at_ = close + 1;
    return key;
  }

  std::string_view text_;
  std::string_view whole_;
  std::size_t at_ = 0;
};

// "+", "-", "++", "+2", and with leading digits "2+"; nothing for anything else.
std::optional<int> charge_of(std::string_view text) noexcept {
  if (text.empty()) return 0;
  std::size_t at = 0;
  int digits = 0;
  const auto read_digits = [&] {
    while (at < text.size() && is_digit(text[at]) && digits < 10)
      digits = digits * 10 + (text[at++] - '0');
  };
  read_digits();
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const char sign = text[at];
  int signs = 0;
  for (; at < text.size() && text[at] == sign; ++at) ++signs;
  if (digits == 0 && signs == 1) read_digits();
  if (at != text.size() || signs > 9 || digits > 99 || (digits > 0 && signs > 1))
    return std::nullopt;
  const int size = digits > 0 ? digits : signs;
  return sign == '+' ? size : -size;
}

}  // namespace

Formula Formula::parse(std::string_view text) {
  std::string_view atoms = text;
  std::string_view charge;
  // An ion in brackets, told from a leading isotope label by the letter after the bracket.
  if (text.size() > 1 && text[0] == '[' && !is_digit(text[1])) {
    const std::size_t close = text.rfind(']');
    if (close == std::string_view::npos) {
      throw Error(ErrorKind::input,
                  "formula '" + std::string(text.substr(0, 80)) + "': '[' without ']'");
    }
    atoms = text.substr(1, close - 1);
    charge = text.substr(close + 1);
  }
  Reader reader(atoms, text);
  Formula formula;
  int total = 0;
  for (std::string key = reader.symbol(); !key.empty(); key = reader.symbol()) {
    const int count = reader.count();
    total += count;
    if (total > kMostAtoms) reader.fail("more than " + std::to_string(kMostAtoms) + " atoms");
    formula.counts_[key] += count;
  }
  if (total == 0) reader.fail("it names no element");
  if (!reader.at_end()) {
    if (!charge.empty()) reader.fail("a charge inside and outside the brackets");
    charge = reader.rest();
    if (is_digit(charge.front())) reader.fail("a number that counts nothing");
  }
  const std::optional<int> value = charge_of(charge);
  if (!value)
    reader.fail("'" + std::string(charge.substr(0, 20)) + "' is neither an element nor a charge");
  formula.charge_ = *value;
  return formula;
}

double Formula::monoisotopic_mass() const {
  double mass = -charge_ * kElectronMass;
  for (const auto& [key, count] : counts_) mass += count * isotope_of(nuclide_of(key))->mass;
  return mass;
}

double Formula::average_mass() const {
  double mass = -charge_ * kElectronMass;
  for (const auto& [key, count] : counts_) {
    const Nuclide nuclide = nuclide_of(key);
    mass += count * (nuclide.mass_number == 0 ? average_mass_of(nuclide.element)
                                              : isotope_of(nuclide)->mass);
  }
  return mass;
}

int Formula::nominal_mass() const {
  int mass = 0;
  for (const auto& [key, count] : counts_) mass += count * isotope_of(nuclide_of(key))->mass_number;
  return mass;
}

std::string Formula::hill() const {
  const bool is_organic = std::any_of(counts_.begin(), counts_.end(), [](const auto& entry) {
    return nuclide_of(entry.first).element == "C";
  });
  const auto rank = [&](std::string_view key) {
    const Nuclide nuclide = nuclide_of(key);
    const int first = !is_organic ? 2 : nuclide.element == "C" ? 0 : nuclide.element == "H" ? 1 : 2;
    return std::tuple(first, nuclide.element, nuclide.mass_number);
  };
  std::vector<std::pair<std::string_view, int>> entries(counts_.begin(), counts_.end());
  std::sort(entries.begin(), entries.end(),
            [&](const auto& a, const auto& b) { return rank(a.first) < rank(b.first); });
  std::string text;
  for (const auto& [key, count] : entries) {
    text += key;
    if (count > 1) text += std::to_string(count);
  }
  if (charge_ != 0) text += charge_ > 0 ? '+' : '-';
  if (std::abs(charge_) > 1) text += std::to_string(std::abs(charge_));
  return text;
}

Formula without_labels(const Formula& formula) {
  std::string text;
  for (const auto& [key, count] : formula.counts()) {
    text += std::string(nuclide_of(key).element) + std::to_string(count);
  }
  if (formula.charge() != 0) {
    text += formula.charge() > 0 ? '+' : '-';
    text += std::to_string(std::abs(formula.charge()));
  }
  return Formula::parse(text);
}

bool has_isotope_label(std::string_view formula) noexcept {
  for (std::size_t i = 0; i < formula.size(); ++i) {
    if (formula[i] == '[' && i + 1 < formula.size() && formula[i + 1] >= '0' &&
        formula[i + 1] <= '9') {
      return true;
    }
    const bool is_element =
        i + 1 < formula.size() && formula[i + 1] >= 'a' && formula[i + 1] <= 'z';
    if ((formula[i] == 'D' || formula[i] == 'T') && !is_element) return true;
  }
  return false;
}

bool is_mass_of(double stated, const Formula& formula) {
  constexpr double kMassDa = 0.1;
  const double exact = formula.monoisotopic_mass();
  const double average = formula.average_mass();
  if (stated == std::floor(stated)) {
    return stated == formula.nominal_mass() || stated == std::round(exact) ||
           stated == std::round(average);
  }
  return std::abs(stated - exact) <= kMassDa || std::abs(stated - average) <= kMassDa;
}

}  // namespace basepeak
