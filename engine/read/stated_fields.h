#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/read/spectrum_text.h"

namespace basepeak {

// The names that dialects and exporters give to one fact, in the order they are looked at. Names
// compare by letters and digits alone: "PrecursorMZ" is "Precursor_m/z", too.
using FieldNames = std::span<const std::string_view>;
inline constexpr std::array<std::string_view, 5> kFormulaFields = {
    "Formula", "MOLFORM", "Molecular_formula", "Mol_formula", "Chemical_formula"};
// Whole numbers there are nominal masses, others average or monoisotopic ones.
inline constexpr std::array<std::string_view, 6> kMassFields = {
    "MW", "Molecular_weight", "MOLWEIGHT", "Mol_weight", "Molecular_mass", "Mass"};
inline constexpr std::array<std::string_view, 4> kExactMassFields = {
    "ExactMass", "MONOISOTOPICMASS", "Monoisotopic_mass", "Total_exact_mass"};
inline constexpr std::array<std::string_view, 1> kPrecursorFields = {"PrecursorMZ"};
inline constexpr std::array<std::string_view, 1> kPepmassFields = {"PEPMASS"};
inline constexpr std::array<std::string_view, 2> kEnergyFields = {"Collision_energy", "CE"};

// "N/A", "unknown", "-", "0": a value that says nothing.
[[nodiscard]] bool says_nothing(std::string_view value);

// What stands in the fields of these names, by the order of the names, then of the file: without
// white space around it, each text once, nothing empty. Views into the record.
[[nodiscard]] std::vector<std::string_view> all_values(const TextRecord& record, FieldNames names);

// The same without what says nothing.
[[nodiscard]] std::vector<std::string_view> stated_values(const TextRecord& record,
                                                          FieldNames names);

// A mass or m/z above 0 and up to 100,000, bare or with its unit ("350 Da", "337.2274 m/z");
// nothing for other text.
[[nodiscard]] std::optional<double> mass_of(std::string_view text);

}  // namespace basepeak
