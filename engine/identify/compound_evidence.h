#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library/library.h"
#include "engine/prepare/query.h"
#include "engine/search/match.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// What of a candidate the calibration looks at.
enum class EvidenceFeature : std::uint8_t {
  identity,        // ei-identity match factor, in hundreds
  above_molecule,  // square root of the query's signal share above the candidate's mass + 2
};
inline constexpr std::size_t kEvidenceFeatures = 2;
[[nodiscard]] const char* name(EvidenceFeature feature) noexcept;

// One compound among a query's hits, by its best record. The texts are views into the library.
struct CompoundEvidence {
  std::string_view compound;
  std::string_view isomer_key;
  std::string_view compound_class;
  std::uint32_t record = 0;
  std::array<double, kEvidenceFeatures> features{};
  [[nodiscard]] double identity() const noexcept { return features[0]; }
};

// First block of the record's InChIKey, the whole key of an isotope-labelled compound, which is
// another substance; without a key its name.
[[nodiscard]] std::string_view compound_of(const Library& library, std::uint32_t record);

// Compounds by these names.
using Compounds = std::set<std::string, std::less<>>;

// The compounds of an EI query's hits in their order, at most `most`. Each is scored anew, so that
// it does not matter what the search ranked by; predicted records are left out.
[[nodiscard]] std::vector<CompoundEvidence> compound_evidence(const Query& query,
                                                              std::span<const Match> hits,
                                                              const Library& library,
                                                              UnitMassRule rule, std::size_t most);

}  // namespace basepeak
