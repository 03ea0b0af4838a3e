#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/score.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// A query or a record in the form that the settings' score compares; the half that the score does
// not use is empty. Every backend prepares through this file, so that all search the same peaks.
struct PreparedSpectrum {
  WeightedUnitMass unit_mass;
  WeightedPeaks peaks;
  std::optional<std::int32_t> nominal_mass;  // of the neutral compound, Da
  bool all_above_precursor = false;          // cleaning left no MS/MS peak
};

// The settings that this query is searched with: those given, with precursor peaks kept - in the
// records, too - when removing them leaves the query empty.
[[nodiscard]] SearchSettings settings_for(const Query& query, const SearchSettings& settings);

[[nodiscard]] PreparedSpectrum prepare_query(const Query& query, const SearchSettings& settings);
[[nodiscard]] PreparedSpectrum prepare_record(const Library& library, std::uint32_t record,
                                              const SearchSettings& settings);

// Nominal mass of the record's compound; nothing where no formula is known.
[[nodiscard]] std::optional<std::int32_t> nominal_mass(const Library& library,
                                                       std::uint32_t record);

// Two settings of equal key prepare every record alike.
[[nodiscard]] std::string preparation_key(const SearchSettings& settings);

// Whether the record is of the kind that the score compares: EI, or MS/MS that is not EI.
[[nodiscard]] bool is_comparable(const Library& library, std::uint32_t record, Score score);

// Whether the score needs the nominal masses of both compounds.
[[nodiscard]] bool uses_molecular_mass(Score score) noexcept;

// Why the query's precursor cannot be searched with; nothing if it can.
[[nodiscard]] std::optional<std::string> precursor_doubt(const Query& query);

// The closed range of record precursors, in microdaltons, that an identity search admits; nothing
// for an open search, which is also what a missing or doubtful precursor gets.
[[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> precursor_window(
    const Query& query, const SearchSettings& settings);

// Query less record, Da; nothing when either mass is unknown.
[[nodiscard]] std::optional<std::int32_t> mass_difference(const PreparedSpectrum& query,
                                                          const PreparedSpectrum& record);

// The settings' score, as score.h and hybrid.h define it. A hybrid score without a mass difference
// is the simple one.
[[nodiscard]] ScoreValue compare(const PreparedSpectrum& query, const PreparedSpectrum& record,
                                 const SearchSettings& settings);

// What of it the settings rank by and cut at their threshold.
[[nodiscard]] double ranked_value(const ScoreValue& value, const SearchSettings& settings) noexcept;

}  // namespace basepeak
