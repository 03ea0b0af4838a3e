#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace basepeak {

// How a site variant fragments in EI. ketene, aromatic, other: acyls with and without the hydrogen
// that leaves as a ketene, and carbamates, ureas and thioamides. chain: an N1 substituent with an
// alpha cleavage; phenethyl, the most frequent of them; benzyl; small: hydrogen, alkyl and others.
// plain: aryl and ring.
enum class SiteKind : std::uint8_t {
  plain,
  none,
  ketene,
  aromatic,
  other,
  chain,
  phenethyl,
  benzyl,
  small
};

struct SiteVariant {
  std::string formula;
  std::string lost;  // of an N1 substituent: what its alpha cleavage loses; all of it if no chain
  SiteKind kind = SiteKind::plain;
  bool is_rare = false;
  int mass = 0;             // nominal
  double exact_mass = 0.0;  // monoisotopic, Da
  int lost_mass = 0;        // nominal
  int chlorines = 0;
  int bromines = 0;
};

// One variant for each site, as positions in the table.
struct SiteHypothesis {
  std::uint8_t acyl = 0;
  std::uint8_t n_aryl = 0;
  std::uint8_t piperidine = 0;
  std::uint8_t n1_substituent = 0;
  bool operator==(const SiteHypothesis&) const = default;
};

// The site variants that recognition considers, and their combinations: at most one rare variant a
// molecule. Combinations of one N1 substituent, ring and aryl follow each other.
struct SiteTable {
  std::vector<SiteVariant> acyl, n_aryl, piperidine, n1_substituent;
  std::vector<SiteHypothesis> hypotheses;
  std::string sha256;  // of the table's text

  // Reads libraries/models/fentanyl_sites.tsv. Throws Error{library} naming the line.
  static SiteTable parse(std::string_view text);
};

// The whole molecule's nominal mass.
[[nodiscard]] int nominal_mass(const SiteTable& table, const SiteHypothesis& hypothesis);

// How many sites differ from fentanyl's (C3H5O, C6H5, C5H9N, C8H9).
[[nodiscard]] int changed_sites(const SiteTable& table, const SiteHypothesis& hypothesis);

}  // namespace basepeak
