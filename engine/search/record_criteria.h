#pragma once

#include <string>
#include <vector>

#include "engine/search/record_filter.h"
#include "engine/spectrum/value_range.h"

namespace basepeak {

// The criteria that searches filter records by. Of several values one must fit; a record that does
// not say what it has is not admitted. `stated` as in RecordCriterion.

// m/z compared as whole microdaltons.
[[nodiscard]] RecordCriterion precursor_within(std::string stated, const ValueRange& mz);
// Monoisotopic mass of the neutral compound, Da.
[[nodiscard]] RecordCriterion mass_within(std::string stated, const ValueRange& mass);
// Collision energies that are stated in eV or V.
[[nodiscard]] RecordCriterion energy_within(std::string stated, const ValueRange& energy_ev);
// However the charge is written: "[M+2H]2+", "[M+2H]+2" and "[M+2H]++" are one adduct. Throws
// Error{usage} for a notation that adduct_mz does not understand.
[[nodiscard]] RecordCriterion adduct_is(std::string stated,
                                        const std::vector<std::string>& adducts);
// The same atoms and charge, in any order. Throws Error{usage} where one cannot be read.
[[nodiscard]] RecordCriterion formula_is(std::string stated,
                                         const std::vector<std::string>& formulas);
[[nodiscard]] RecordCriterion ionisation_is(std::string stated, std::vector<Ionisation> values);
[[nodiscard]] RecordCriterion polarity_is(std::string stated, std::vector<Polarity> values);

// What a record's spectrum is: a consensus is a measured one whose peaks have standard deviations.
enum class RecordOrigin { measured, consensus, predicted };
[[nodiscard]] RecordOrigin record_origin(const Library& library, std::uint32_t record);
[[nodiscard]] RecordCriterion origin_is(std::string stated, std::vector<RecordOrigin> values);

// Whole words of the type, in any case: "QTOF" and "esi-qtof" fit "LC-ESI-QTOF", "TOF" does not.
[[nodiscard]] RecordCriterion instrument_type_has(std::string stated,
                                                  const std::vector<std::string>& types);
// The record's class by name.
[[nodiscard]] RecordCriterion class_is(std::string stated, std::vector<std::string> classes);

}  // namespace basepeak
