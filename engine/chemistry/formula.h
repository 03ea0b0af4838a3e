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
  // Reads "C22H28N2O", isotopes as "[13C]", "D" or "T", a charge at the end as "+", "-", "+2", and
  // ions in brackets, "[C24H26O2P]+", "[C12H12N2]2+". Digits after a symbol always count atoms.
  // Throws Error{input} naming the text for unknown elements or anything else.
  static Formula parse(std::string_view text);

  [[nodiscard]] const std::map<std::string, int>& counts() const noexcept { return counts_; }
  [[nodiscard]] int charge() const noexcept { return charge_; }
  // Of the most abundant isotopes, in Da, electrons of the charge taken off or added. The
  // sources of the masses, element by element, stand in isotopes.cc.
  [[nodiscard]] double monoisotopic_mass() const;
  // Of the natural isotope mixture, in Da, electrons as above; labelled atoms count as themselves.
  [[nodiscard]] double average_mass() const;
  // Nominal mass: sum of the integer masses of the most abundant isotopes.
  [[nodiscard]] int nominal_mass() const;
  // Carbon, hydrogen, the rest by alphabet; without carbon all by alphabet. Isotopes follow their
  // element; the charge stands last as "+", "-", "+2". parse(hill()) gives the same formula.
  [[nodiscard]] std::string hill() const;
  bool operator==(const Formula&) const = default;

 private:
  std::map<std::string, int> counts_;
  int charge_ = 0;
};

inline constexpr double kElectronMass = 0.000548579909065;  // Da, CODATA 2018
inline constexpr double kProtonMass = 1.007276466621;       // Da, CODATA 2018

// The formula without its isotope labels: deuterium as hydrogen, [13C] as carbon.
[[nodiscard]] Formula without_labels(const Formula& formula);

// Whether the text of a formula names isotopes: "C22H23D5N2O", "C21[13C]H28N2O".
[[nodiscard]] bool has_isotope_label(std::string_view formula) noexcept;

// Whether a compound of this formula may be said to have this molecular mass, in Da: a whole number
// is the nominal, or the rounded monoisotopic or average mass, another lies within 0.1 of the
// monoisotopic or average one (a decimal, and whose table of masses was used).
[[nodiscard]] bool is_mass_of(double stated, const Formula& formula);

// m/z of an adduct ion ("[M+H]+", "[M+Na]+", "[M]+*", "[M+2H]2+", "[2M+H]+", losses as in
// "[M+H-H2O]+"; "2+", "+2" and "++" are one charge notation) of a neutral of this monoisotopic
// mass; nothing if the notation is not understood. For a permanent cation, [M]+, the neutral's mass
// is that of its atoms with all their electrons.
[[nodiscard]] std::optional<double> adduct_mz(std::string_view adduct, double monoisotopic_mass);

}  // namespace basepeak
