#include "engine/identify/mixture_evidence.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "engine/identify/compound_evidence.h"
#include "engine/identify/control_flags.h"
#include "engine/identify/control_lists.h"
#include "engine/identify/number_text.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

std::string percent(double share) { return with_digits(100.0 * share, 0) + " %"; }

bool is_match(const Identification& found) {
  return found.level == ConclusionLevel::compound || found.level == ConclusionLevel::isomer_group;
}

// Of the record of this id; empty where it has none.
std::string class_of(const Library& library, std::string_view id) {
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (library.id(i) == id) return std::string(library.compound_class(i));
  }
  return {};
}

void tell_sum(const Library& library, Identification& found) {
  std::string parts;
  std::string names;
  std::set<std::string> classes;
  for (const Mixture::Part& part : found.mixture->parts) {
    const std::string compound_class = class_of(library, part.record);
    if (!compound_class.empty()) classes.insert(compound_class);
    names += (names.empty() ? "" : ", ") + part.name;
    parts += (parts.empty() ? "" : ", ") + part.name + " (" + percent(part.share) +
             (compound_class.empty() ? "" : ", of the class " + compound_class) + ")";
  }
  if (is_match(found)) {
    found.level_text += "; possibly a mixture: " + names;
  } else if (found.level == ConclusionLevel::nothing_found) {
    found.level_text = "No record matches alone; possibly a mixture: " + names;
  }
  found.why.push_back("as a sum of library spectra: " + parts + "; together " +
                      percent(found.mixture->explained) + " of the signal, the best one alone " +
                      percent(found.mixture->explained_by_one) +
                      "; such a sum is possible, which is no identification of its parts");
  for (const std::string& one : classes) {
    if (std::string lists = class_wide_lists(control_lists(), one); !lists.empty()) {
      found.why.push_back(
          "of the sum's parts: no flag, since such a sum is no identification; entries that name a "
          "part, and " +
          lists);
    }
  }
}

// The compounds that the match may be: none of them is a second one.
Compounds compounds_of_group(const Library& library, const Identification& found) {
  const auto& hits = found.matches.hits;
  Compounds compounds{std::string(compound_of(library, hits.front().record))};
  for (const GroupMember& member : found.isomer_group.members) {
    const auto hit = std::find_if(hits.begin(), hits.end(), [&](const Match& match) {
      return library.id(match.record) == member.record;
    });
    if (hit != hits.end()) compounds.emplace(compound_of(library, hit->record));
  }
  return compounds;
}

void tell_minor_part(const Library& library, MinorPart minor, Identification& found) {
  const Mixture::Part& second = minor.mixture.parts.back();
  std::string ions;
  for (const Mixture::Peak& ion : minor.telling) {
    ions += (ions.empty() ? "m/z " : ", ") + std::to_string(static_cast<int>(ion.mz));
  }
  const std::string compound_class = class_of(library, second.record);
  const std::string of_class =
      compound_class.empty() ? "" : " (of the class " + compound_class + ")";
  found.level_text += "; ions of a weaker compound beside it, as of " + second.name;
  found.why.push_back(
      "a weaker compound may be in the spectrum: " + ions + " are not ions of " +
      minor.mixture.parts.front().name + " and fit " + second.name + of_class + ", " +
      percent(second.share) + " of the signal; both together explain " +
      percent(minor.mixture.explained) + ", the match alone " +
      percent(minor.mixture.explained_by_one) +
      "; which compound it is such a remainder does not identify: an isomer or analogue of the "
      "record is as possible");
  if (std::string lists = class_wide_lists(control_lists(), compound_class); !lists.empty()) {
    found.why.push_back(
        "of the weaker compound: no flag, since such a remainder is no identification; entries "
        "that name " +
        second.name + ", and " + lists);
  }
  found.mixture = std::move(minor.mixture);
}

}  // namespace

void tell_mixture(MixtureExplainer& explainer, const Library& library, bool is_full_match,
                  Identification& found) {
  if (!is_searched_as_ei(found.query.acquisition)) return;
  if (!is_full_match) found.mixture = explainer.explain(found.query.peaks);
  if (found.mixture) return tell_sum(library, found);
  if (!is_match(found)) return;
  auto minor = explainer.minor_part(found.query.peaks, found.matches.hits.front().record,
                                    compounds_of_group(library, found));
  if (minor) tell_minor_part(library, *std::move(minor), found);
}

}  // namespace basepeak
