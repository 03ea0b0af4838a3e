#include "engine/identify/isomer_group.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "engine/identify/compound_evidence.h"

namespace basepeak {

namespace {

IsomerGroup group_where(const Matches& matches, const Library& library,
                        const std::function<bool(const Match&, std::string_view)>& is_member) {
  IsomerGroup group;
  if (matches.hits.empty()) return group;
  const Match& best = matches.hits.front();
  const std::string_view formula = library.formula(best.record);
  group.key = library.isomer_key(best.record);
  std::vector<std::string_view> compounds;
  for (const Match& hit : matches.hits) {
    const std::string_view compound = compound_of(library, hit.record);
    if (&hit != &best && !is_member(hit, compound)) continue;
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

bool is_within_margins(const Matches& matches, const Library& library, const Match& hit,
                       double isomer_margin, double indistinct_margin) {
  const Match& best = matches.hits.front();
  const std::string_view key = library.isomer_key(best.record);
  const bool is_same_key = !key.empty() && library.isomer_key(hit.record) == key;
  return hit.score >= best.score - (is_same_key ? isomer_margin : indistinct_margin);
}

}  // namespace

IsomerGroup isomer_group(const Matches& matches, const Library& library, double isomer_margin,
                         double indistinct_margin) {
  return group_where(matches, library, [&](const Match& hit, std::string_view) {
    return is_within_margins(matches, library, hit, isomer_margin, indistinct_margin);
  });
}

IsomerGroup isomer_group_of(const Matches& matches, const Library& library,
                            std::span<const std::string_view> compounds, double isomer_margin,
                            double indistinct_margin) {
  return group_where(matches, library, [&](const Match& hit, std::string_view compound) {
    return std::find(compounds.begin(), compounds.end(), compound) != compounds.end() ||
           (library.origin(hit.record) == Origin::predicted &&
            is_within_margins(matches, library, hit, isomer_margin, indistinct_margin));
  });
}

std::string leave_out(const Compounds& compounds, const Matches& matches, const Library& library,
                      IsomerGroup& group) {
  const std::string_view formula = library.formula(matches.hits.front().record);
  std::string names;
  group.is_of_isomers = true;
  std::erase_if(group.members, [&](const GroupMember& member) {
    const auto hit =
        std::find_if(matches.hits.begin(), matches.hits.end(),
                     [&](const Match& match) { return library.id(match.record) == member.record; });
    const bool is_left_out =
        hit != matches.hits.end() && compounds.contains(compound_of(library, hit->record));
    if (is_left_out) names += (names.empty() ? "" : ", ") + member.name;
    const bool is_isomer =
        hit != matches.hits.end() && !formula.empty() && library.formula(hit->record) == formula;
    group.is_of_isomers = group.is_of_isomers && (is_left_out || is_isomer);
    return is_left_out;
  });
  return names;
}

bool holds_several(const IsomerGroup& group) noexcept {
  return group.members.size() + group.outside_library.size() > 1;
}

std::string group_words(const IsomerGroup& group, std::string_view by) {
  const std::size_t missing = group.outside_library.size();
  const std::string size = std::to_string(group.members.size() + missing);
  // Whoever has no record here has the sites of one that has: isomers.
  const bool is_of_isomers = group.is_of_isomers || group.members.size() == 1;
  const std::string words = is_of_isomers
                                ? "isomer group of " + size
                                : "group of " + size + " not told apart" + std::string(by);
  if (missing == 0) return words;
  return words + ", " + std::to_string(missing) + " of them without a record";
}

}  // namespace basepeak
