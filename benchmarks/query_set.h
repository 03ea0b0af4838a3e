#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/search_settings.h"

namespace basepeak::benchmarks {

// One search as measured: settings with a name for tables and files.
struct NamedSearch {
  std::string name;  // "ms2-entropy-identity"
  SearchSettings settings;
};

// Every score with the settings that figures are given for: MS/MS at 0.02 Da, identity within
// 0.01 Da of the precursor.
[[nodiscard]] std::vector<NamedSearch> measured_searches();

// Those of these names, or, without names, those of EI or of MS/MS scores. Throws Error{usage} for
// a name that none has.
[[nodiscard]] std::vector<NamedSearch> measured_searches(const std::vector<std::string>& names,
                                                         bool of_ei);

// The record as it would come from a spectrum file: its peaks, acquisition, name and nominal mass.
[[nodiscard]] Query query_of(const Library& library, std::uint32_t record);

// The first block of the InChIKey: what counts as the same compound. Empty if there is no key.
[[nodiscard]] std::string_view compound_of(const Library& library, std::uint32_t record);

// Repeatable numbers, the same on every machine (SplitMix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() noexcept;
  std::uint64_t below(std::uint64_t count) noexcept;  // count > 0
  double uniform() noexcept;                          // [0, 1)
  double normal() noexcept;                           // mean 0, deviation 1

 private:
  std::uint64_t state_;
};

// The numbers in an order that depends on the seed alone.
void shuffle(std::vector<std::uint32_t>& numbers, std::uint64_t seed);

}  // namespace basepeak::benchmarks
