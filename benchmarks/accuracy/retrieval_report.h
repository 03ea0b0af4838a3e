#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace basepeak::benchmarks {

// Place of the first hit of the query's own compound, from 1; 0 when it is not among those looked
// at.
struct Ranks {
  std::uint32_t query = 0;  // record number
  std::size_t any_laboratory = 0;
  std::optional<std::size_t> other_laboratory;  // only where another laboratory has the compound
};

// How the queries were chosen and counted: figures of two choices cannot be compared.
struct RetrievalChoices {
  std::uint64_t seed = 1;
  std::string population;  // "records whose compound has another record"
  std::size_t eligible = 0;
  std::string sampling;  // "over records" or "over compounds"
  bool excludes_duplicates = false;
  bool has_precursor = false;           // queries
  bool records_have_precursor = false;  // others do not take part
  std::string source;                   // records whose source begins otherwise do not take part
  std::size_t taking_part = 0;          // records
  std::size_t fewest_peaks = 0;         // of a query, after cleaning
};

struct RetrievalRow {
  std::string search;  // name
  std::string settings;
  std::vector<Ranks> ranks;
  double cpu_s = 0.0;
};

// A table for people.
[[nodiscard]] std::string table_of(const std::vector<RetrievalRow>& rows);
// The same figures with numerators, denominators, 95 % intervals, choices, environment and library
// checksum as JSON.
[[nodiscard]] std::string json_of(const std::vector<RetrievalRow>& rows,
                                  const RetrievalChoices& choices, const std::string& library_name,
                                  const std::string& library_checksum, std::size_t library_size);

}  // namespace basepeak::benchmarks
