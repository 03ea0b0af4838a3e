#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace basepeak {

enum class EnergyUnit {
  unknown,        // a bare number: eV on most instruments, normalised on Orbitraps and traps
  electronvolts,  // eV, or V at charge 1
  normalised,     // percent of the instrument's scale (NCE)
};
enum class EnergyForm { fixed, stepped, ramp, not_understood };

// A collision energy as its notation says. The text itself stays with the spectrum.
struct CollisionEnergy {
  EnergyUnit unit = EnergyUnit::unknown;
  EnergyForm form = EnergyForm::not_understood;
  std::vector<double> values;  // one; the steps; or the two ends of a ramp, ascending
};

// Reads the notations of MassBank, MoNA, NIST and of instrument files: "35 % (nominal)", "CE30",
// "30(NCE)", "HCD 45 eV", "Ramp 5-60 V", "15, 30, 45 (nominal)", "25,60,100% (stepped)",
// "20->40V", "Ramp 22,9-34.3 eV". "(nominal)" without a percent sign is a bare number. What is not
// understood ("n.d.", "scaled 80 (m/z=200) to 110 (m/z=120)") has no values.
[[nodiscard]] CollisionEnergy parse_collision_energy(std::string_view text);

// The same in eV: eV as they are (the mean of steps and ramps), normalised ones for a precursor of
// this m/z and charge: eV = NCE x m/z / 500 x f, f = 1, 0.9, 0.85, 0.8, 0.75 for charges 1 to 5 and
// above (Thermo Fisher Scientific, Product Support Bulletin 104). Nothing where the unit is
// unknown, the energy was not understood or a normalised one has no precursor.
[[nodiscard]] std::optional<double> electronvolts(const CollisionEnergy& energy,
                                                  std::optional<double> precursor_mz, int charge);

// "electronvolts", "normalised", "unknown"; "fixed", "stepped", "ramp", "not understood".
[[nodiscard]] const char* name(EnergyUnit unit) noexcept;
[[nodiscard]] const char* name(EnergyForm form) noexcept;

}  // namespace basepeak
