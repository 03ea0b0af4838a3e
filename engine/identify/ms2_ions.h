#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/identify/site_table.h"

namespace basepeak {

// What a product ion of the fentanyl class speaks for.
enum class Ms2Group : std::uint8_t {
  piperidine,        // with its N1 substituent: m/z 188.1434 of fentanyl
  substituent_lost,  // the molecule less what stands at carbon 4 of the piperidine, or on N1
  n1_cation,
  n1_methylene,
  less_acyl,
  amide_side,  // acyl, aniline and the carbons of the piperidine
  anilide,
  anilinium,
  aniline_carbons,
  acylium,
  aryl,
  n1_pieces,
  ring,
  other,  // explains signal, speaks for nothing
};
inline constexpr std::size_t kMs2Groups = 14;
[[nodiscard]] const char* name(Ms2Group group) noexcept;

// A product ion as a sum of sites and atoms.
struct Ms2Ion {
  enum Part : std::uint8_t { acyl = 1, aryl = 2, ring = 4, n1 = 8 };
  std::string name;
  Ms2Group group = Ms2Group::other;
  std::uint8_t parts = 0;
  std::map<std::string, int> further;  // atoms besides the parts, negative where taken away
  double further_mass = 0.0;           // monoisotopic, Da
  bool needs_acyl = false;
  bool needs_large_n1 = false;
  std::vector<std::string> rings, n1s;  // formulas it is looked for with; empty: any
  std::string contains;                 // what part of the molecule it holds, in words
};

inline constexpr double kLargeN1Da = 80.0;

// Reads libraries/models/fentanyl_ms2_ions.tsv. Throws Error{library} naming the line.
[[nodiscard]] std::vector<Ms2Ion> parse_ms2_ions(std::string_view text);

// Whether a molecule with these sites can give the ion.
[[nodiscard]] bool is_possible(const Ms2Ion& ion, const SiteTable& table,
                               const SiteHypothesis& sites);

// m/z of the singly charged ion.
[[nodiscard]] double mz_of(const Ms2Ion& ion, const SiteTable& table, const SiteHypothesis& sites);

// Hill formula without charge; empty where the parts lack the atoms that are taken away.
[[nodiscard]] std::string formula_of(const Ms2Ion& ion, const SiteTable& table,
                                     const SiteHypothesis& sites);

}  // namespace basepeak
