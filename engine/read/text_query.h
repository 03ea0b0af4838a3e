#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/read/spectrum_text.h"
#include "engine/read/stated_fields.h"
#include "engine/spectrum/spectrum.h"

namespace basepeak {

// Fields that state an ionisation, in the order they are looked at.
inline constexpr std::array<std::string_view, 9> kIonisationFields = {
    "Ionization",        "Ionisation",      "Ionization_method",
    "Ionisation_method", "Ionization_mode", "Ionisation_mode",
    "Ionization_type",   "Ionisation_type", "Ion_source"};

// What fields of a record say of its ionisation, those of kIonisationFields first, then those that
// exporters write it into besides; the first one counts.
[[nodiscard]] std::vector<std::string_view> stated_ionisations(const TextRecord& record);

// The acquisition facts that the fields of a text record state, in any of the dialects' names
// (PrecursorMZ, PEPMASS, Precursor_type, Ion_mode, Collision_energy, RTINSECONDS, ...). What is
// stated unreadably goes to `problems`, each a sentence. A retention time counts only where its
// unit is stated, since exporters write bare minutes and bare seconds alike. Shared by queries and
// library import.
[[nodiscard]] Acquisition acquisition_of(const TextRecord& record,
                                         std::vector<std::string>& problems);

// Where the fields of a record contradict each other on the sign of its ions, a clause that says
// so; empty else. `acquisition` is what acquisition_of made of the record.
[[nodiscard]] std::string polarity_conflict(const TextRecord& record,
                                            const Acquisition& acquisition);

// Collision energy in eV where the notation states eV or V or a bare number for one fixed energy;
// nothing for normalised and nominal energies, ramps, steps, source voltages and unreadable text.
[[nodiscard]] std::optional<double> energy_in_ev(std::string_view written);

// True for traps and Orbitraps, whose files give normalised energies as bare numbers; there a bare
// number is not taken for eV.
[[nodiscard]] bool may_be_normalised(std::string_view instrument);

}  // namespace basepeak
