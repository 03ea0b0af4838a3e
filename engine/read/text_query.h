#pragma once

#include "engine/read/spectrum_text.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// The acquisition facts that the fields of a text record state, in any of the dialects' names
// (PrecursorMZ, PEPMASS, Precursor_type, Ion_mode, Collision_energy, RTINSECONDS, ...). What is
// stated unreadably goes to `problems`, each a sentence. Shared by queries and library import.
[[nodiscard]] Acquisition acquisition_of(const TextRecord& record,
                                         std::vector<std::string>& problems);

// Collision energy in eV where the notation states eV or V or a bare number for one fixed energy;
// nothing for normalised energies, ramps and unreadable text.
[[nodiscard]] std::optional<double> energy_in_ev(std::string_view written);

}  // namespace basepeak
