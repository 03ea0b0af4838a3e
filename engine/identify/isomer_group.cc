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

IsomerGroup isomer_group(const Matches& matches, const Library& library, double isomer_margin,
                         double indistinct_margin) {
  IsomerGroup group;
  if (matches.hits.empty()) return group;
  const Match& best = matches.hits.front();
  const std::string_view formula = library.formula(best.record);
  group.key = library.isomer_key(best.record);
  std::vector<std::string_view> compounds;
  for (const Match& hit : matches.hits) {
    const bool is_same_key = !group.key.empty() && library.isomer_key(hit.record) == group.key;
    const double margin = is_same_key ? isomer_margin : indistinct_margin;
    if (hit.score < best.score - margin) continue;
    const std::string_view compound = compound_of(library, hit.record);
    if (std::find(compounds.begin(), compounds.end(), compound) != compounds.end()) continue;
    compounds.push_back(compound);
    group.is_of_isomers =
        group.is_of_isomers && !formula.empty() && library.formula(hit.record) == formula;
    group.members.push_back({std::string(library.id(hit.record)),
                             std::string(library.compound_name(hit.record)),
                             std::string(library.inchikey(hit.record))});
  }
  return group;
}

std::string group_words(const IsomerGroup& group) {
  const std::string size = std::to_string(group.members.size());
  return group.is_of_isomers ? "isomer group of " + size : "group of " + size + " not told apart";
}

}  // namespace basepeak
