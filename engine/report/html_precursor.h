#pragma once

#include <string>

#include "engine/prepare/query.h"

namespace basepeak {

// What an LC-MS/MS component was made from: its precursor, the form it is of a stronger ion, its
// MS/MS scans and collision energies. Empty for any other component.
[[nodiscard]] std::string precursor_section(const Query& query);

// "10 eV", "35 % (nominal) (33.2 eV)", "10 + 20 + 40, merged"; what a spectrum's energy is called.
// Plain text.
[[nodiscard]] std::string energy_words(const EnergySpectrum& spectrum);

}  // namespace basepeak
