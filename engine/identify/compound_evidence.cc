#include "engine/identify/compound_evidence.h"

#include <algorithm>
#include <cmath>

#include "engine/chemistry/formula.h"
#include "engine/chemistry/inchi_key.h"
#include "engine/search/score.h"

namespace basepeak {

namespace {

// Two above the molecule lie its isotopes and the rounding of unit masses.
double share_above(const UnitMassSpectrum& query, double mass) {
  double above = 0.0;
  double total = 0.0;
  for (std::size_t i = 0; i < query.size(); ++i) {
    total += query.intensity[i];
    if (query.mass[i] > mass + 2.5) above += query.intensity[i];
  }
  return total > 0.0 ? above / total : 0.0;
}

}  // namespace

const char* name(EvidenceFeature feature) noexcept {
  switch (feature) {
    case EvidenceFeature::identity: return "identity match factor, hundreds";
    case EvidenceFeature::above_molecule: return "root of the signal share above the molecule";
  }
  return "";
}

std::string_view compound_of(const Library& library, std::uint32_t record) {
  const std::string_view key = library.inchikey(record);
  const std::string_view block = inchi_key_connectivity(key);
  if (block.empty()) return library.compound_name(record);
  return has_isotope_label(library.formula(record)) ? key : block;
}

std::vector<CompoundEvidence> compound_evidence(const Query& query, std::span<const Match> hits,
                                                const Library& library, UnitMassRule rule,
                                                std::size_t most) {
  std::vector<CompoundEvidence> found;
  const UnitMassSpectrum unit = to_unit_mass(query.peaks, rule);
  const WeightedUnitMass asked = identity_weighted(unit);
  for (const Match& hit : hits) {
    if (library.origin(hit.record) == Origin::predicted) continue;
    const std::string_view compound = compound_of(library, hit.record);
    if (std::any_of(found.begin(), found.end(),
                    [&](const CompoundEvidence& e) { return e.compound == compound; })) {
      continue;
    }
    if (found.size() == most) break;
    const WeightedUnitMass record =
        identity_weighted(to_unit_mass(library.peaks(hit.record), rule));
    const double mass = library.monoisotopic_mass(hit.record);
    found.push_back({compound,
                     library.isomer_key(hit.record),
                     library.compound_class(hit.record),
                     hit.record,
                     {ei_identity(asked, record).score / 100.0,
                      mass > 0.0 ? std::sqrt(share_above(unit, mass)) : 0.0}});
  }
  return found;
}

}  // namespace basepeak
