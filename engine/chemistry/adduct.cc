// adduct_mz of engine/chemistry/formula.h.
#include <array>
#include <cmath>
#include <string>

#include "engine/chemistry/formula.h"
#include "engine/error.h"

namespace basepeak {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Solvents and acids that adduct notations write by name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNamed = {{
    {"ACN", "C2H3N"},
    {"MeOH", "CH4O"},
    {"FA", "CH2O2"},
    {"HFA", "CH2O2"},
    {"TFA", "C2HF3O2"},
    {"DMSO", "C2H6OS"},
}};

std::optional<double> mass_of(std::string_view term) {
  for (const auto& [name, formula] : kNamed) {
    if (term == name) term = formula;
  }
  try {
    const Formula formula = Formula::parse(term);
    if (formula.charge() != 0) return std::nullopt;
    return formula.monoisotopic_mass();
  } catch (const Error&) {
    return std::nullopt;  // an adduct in words that are not understood is a foreseen absence
  }
}

std::size_t read_number(std::string_view text, std::size_t at, int& value) noexcept {
  int number = 0;
  std::size_t digits = 0;
  for (; at < text.size() && is_digit(text[at]) && digits < 3; ++at, ++digits) {
    number = number * 10 + (text[at] - '0');
  }
  if (digits > 0) value = number;
  return at;
}

// Charge after the closing bracket, radical marks ignored; 0 where it is not understood.
int charge_after(std::string_view text) noexcept {
  int size = 1;
  std::size_t at = read_number(text, 0, size);
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return 0;
  const char sign = text[at++];
  if (at < text.size() && text[at] == sign && size == 1) {
    for (; at < text.size() && text[at] == sign; ++at) ++size;
  } else if (at < text.size() && is_digit(text[at]) && size == 1) {
    at = read_number(text, at, size);
  }
  while (at < text.size() && (text[at] == '*' || text[at] == '.')) ++at;
  if (at != text.size() || size < 1) return 0;
  return sign == '+' ? size : -size;
}

}  // namespace

std::optional<double> adduct_mz(std::string_view adduct, double monoisotopic_mass) {
  std::string text;
  for (const char c : adduct) {
    if (c != ' ') text += c;
  }
  const std::size_t close = text.rfind(']');
  if (text.empty() || text.size() > 200 || text[0] != '[' || close == std::string::npos) {
    return std::nullopt;
  }
  const int charge = charge_after(std::string_view(text).substr(close + 1));
  if (charge == 0) return std::nullopt;
  const std::string_view inside = std::string_view(text).substr(1, close - 1);
  int molecules = 1;
  std::size_t at = read_number(inside, 0, molecules);
  if (at >= inside.size() || inside[at] != 'M' || molecules < 1) return std::nullopt;
  ++at;
  double mass = molecules * monoisotopic_mass;
  while (at < inside.size()) {
    if (inside[at] != '+' && inside[at] != '-') return std::nullopt;
    const double sign = inside[at] == '+' ? 1.0 : -1.0;
    int count = 1;
    at = read_number(inside, at + 1, count);
    const std::size_t end = std::min(inside.find_first_of("+-", at), inside.size());
    const std::optional<double> term = mass_of(inside.substr(at, end - at));
    if (!term) return std::nullopt;
    mass += sign * count * *term;
    at = end;
  }
  const double mz = (mass - charge * kElectronMass) / std::abs(charge);
  if (!(mz > 0.0)) return std::nullopt;
  return mz;
}

}  // namespace basepeak
