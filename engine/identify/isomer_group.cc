#include "engine/identify/isomer_group.h"

#include <algorithm>

#include "engine/chemistry/inchi_key.h"

namespace basepeak {

namespace {

std::string_view compound_of(const Library& library, std::uint32_t record) {
  const std::string_view key = inchi_key_connectivity(library.inchikey(record));
  return key.empty() ? library.compound_name(record) : key;
}

}  // namespace

IsomerGroup isomer_group(const Matches& matches, const Library& library, double margin) {
  IsomerGroup group;
  if (matches.hits.empty()) return group;
  const Match& best = matches.hits.front();
  group.key = library.isomer_key(best.record);
  std::vector<std::string_view> compounds;
  for (const Match& hit : matches.hits) {
    const bool is_near = hit.score >= best.score - margin;
    const bool is_same_key = hit.record == best.record ||
                             (!group.key.empty() && library.isomer_key(hit.record) == group.key);
    if (!is_near || !is_same_key) continue;
    const std::string_view compound = compound_of(library, hit.record);
    if (std::find(compounds.begin(), compounds.end(), compound) != compounds.end()) continue;
    compounds.push_back(compound);
    group.members.push_back({std::string(library.id(hit.record)),
                             std::string(library.compound_name(hit.record)),
                             std::string(library.inchikey(hit.record))});
  }
  return group;
}

}  // namespace basepeak
