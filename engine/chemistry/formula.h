#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace basepeak {

// A molecular formula as element counts, in Hill order when written.
class Formula {
 public:
  Formula() = default;
  // Reads "C22H28N2O", isotopes as "[13C]" or "D", charges "+", "-", "2+" at the end. Throws
  // Error{input} naming the text for unknown elements or anything else.
  static Formula parse(std::string_view text);

  [[nodiscard]] const std::map<std::string, int>& counts() const noexcept { return counts_; }
  [[nodiscard]] int charge() const noexcept { return charge_; }
  // Of the most abundant isotopes, in Da, electrons of the charge taken off or added. AME2020.
  [[nodiscard]] double monoisotopic_mass() const;
  // Nominal mass: sum of the integer masses of the most abundant isotopes.
  [[nodiscard]] int nominal_mass() const;
  [[nodiscard]] std::string hill() const;
  bool operator==(const Formula&) const = default;

 private:
  std::map<std::string, int> counts_;
  int charge_ = 0;
};

inline constexpr double kElectronMass = 0.000548579909065;  // Da, CODATA 2018
inline constexpr double kProtonMass = 1.007276466621;       // Da, CODATA 2018

// m/z of an adduct ion ("[M+H]+", "[M+Na]+", "[M]+*", "[M+2H]2+", "[2M+H]+", losses as in
// "[M+H-H2O]+") of a neutral of this monoisotopic mass; nothing if the notation is not understood.
[[nodiscard]] std::optional<double> adduct_mz(std::string_view adduct, double monoisotopic_mass);

}  // namespace basepeak
