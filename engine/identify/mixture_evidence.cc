#include "engine/identify/mixture_evidence.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "engine/identify/compound_evidence.h"
#include "engine/identify/control_flags.h"
#include "engine/identify/control_lists.h"
#include "engine/identify/number_text.h"
#include "engine/identify/unit_spectrum.h"
#include "engine/identify/unmatched_ions.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

std::string percent(double share) { return with_digits(100.0 * share, 0) + " %"; }

bool is_match(const Identification& found) {
  return found.level == ConclusionLevel::compound || found.level == ConclusionLevel::isomer_group;
}

void tell_sum(Identification& found) {
  std::string parts;
  std::string names;
  std::set<std::string> classes;
  for (const Mixture::Part& part : found.mixture->parts) {
    const std::string& compound_class = part.compound_class;
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

// Whether one spectrum may stand for the other: the cosine of their square roots.
bool are_alike(const Library& library, UnitMassRule rule, std::uint32_t a, std::uint32_t b) {
  constexpr double kAlike = 0.6;
  const auto root = [&](std::uint32_t record) {
    return UnitSpectrum(dense(to_unit_mass(library.peaks(record), rule)).cwiseSqrt());
  };
  const UnitSpectrum first = root(a);
  const UnitSpectrum second = root(b);
  return first.dot(second) >= kAlike * first.norm() * second.norm();
}

// The compounds of the match's group, with their records; the match first.
std::vector<std::uint32_t> records_of_group(const Library& library, const Identification& found) {
  const auto& hits = found.matches.hits;
  std::vector<std::uint32_t> records{hits.front().record};
  for (const GroupMember& member : found.isomer_group.members) {
    const auto hit = std::find_if(hits.begin(), hits.end(), [&](const Match& match) {
      return library.id(match.record) == member.record;
    });
    if (hit != hits.end() && hit->record != records.front()) records.push_back(hit->record);
  }
  return records;
}

// Of the group's compounds that are unlike the match: those that are parts of the mixture, and
// those whose spectrum may stand for such a part's.
Compounds parts_and_their_like(const Library& library, UnitMassRule rule,
                               const std::vector<std::uint32_t>& group, const Compounds& of_mixture,
                               const Compounds& unlike) {
  Compounds leaving;
  for (const std::uint32_t part : group) {
    const std::string_view compound = compound_of(library, part);
    if (!unlike.contains(compound) || !of_mixture.contains(compound)) continue;
    for (const std::uint32_t record : group) {
      const std::string_view other = compound_of(library, record);
      if (unlike.contains(other) && (record == part || are_alike(library, rule, part, record))) {
        leaving.emplace(other);
      }
    }
  }
  return leaving;
}

// "m/z 245 (32 %), 146 (18 %)": at most six.
std::string ions_text(const std::vector<Mixture::Peak>& ions) {
  constexpr std::size_t kMost = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(ions.size(), kMost); ++i) {
    text += (i == 0 ? "m/z " : ", ") + std::to_string(static_cast<int>(ions[i].mz)) + " (" +
            percent(ions[i].relative_intensity) + ")";
  }
  if (ions.size() > kMost) text += " and " + std::to_string(ions.size() - kMost) + " more";
  return text;
}

void tell_second(SecondCompound found_second, Identification& found) {
  const Mixture::Part& second = found_second.mixture.parts.back();
  std::string ions;
  for (const Mixture::Peak& ion : found_second.telling) {
    ions += (ions.empty() ? "m/z " : ", ") + std::to_string(static_cast<int>(ion.mz));
  }
  const std::string& compound_class = second.compound_class;
  const std::string of_class =
      compound_class.empty() ? "" : " (of the class " + compound_class + ")";
  found.level_text +=
      "; ions of a second compound beside it, as of " + second.name + " or an analogue";
  found.why.push_back(
      "a second compound may be in the spectrum: " + ions + " stand far above what " +
      found_second.mixture.parts.front().name + " explains, and fit " + second.name + of_class +
      ", " + percent(second.share) + " of the signal; both together explain " +
      percent(found_second.mixture.explained) + ", the match alone " +
      percent(found_second.mixture.explained_by_one) +
      "; which compound it is such a remainder does not identify: an isomer or analogue of the "
      "record is as possible");
  if (std::string lists = class_wide_lists(control_lists(), compound_class); !lists.empty()) {
    found.why.push_back(
        "of the second compound: no flag, since such a remainder is no identification; entries "
        "that name " +
        second.name + ", and " + lists);
  }
  found.mixture = std::move(found_second.mixture);
}

// Without a record that explains them.
void tell_unmatched(std::vector<Mixture::Peak> ions, Identification& found) {
  if (ions.empty()) return;
  if (holds_strong_ion(ions)) {
    found.level_text += "; strong ions that it does not explain";
  }
  found.why.push_back(
      "of these ions the best record explains a quarter at most: " + ions_text(ions) +
      " (of the base peak; 5 % and more): another compound may be in the spectrum, or be the one, "
      "or they are of the instrument (air, column bleed)");
  found.unmatched = std::move(ions);
}

// What both together do not explain, where it is strong.
void tell_unexplained(Identification& found) {
  std::vector<Mixture::Peak> strong;
  for (const Mixture::Peak& peak : found.mixture->unexplained) {
    if (peak.relative_intensity >= kStrongUnmatched) strong.push_back(peak);
  }
  if (strong.empty()) return;
  found.why.push_back("these records leave unexplained " + ions_text(strong) +
                      " of the base peak: a further compound, other ones, or the instrument (air, "
                      "column bleed)");
}

}  // namespace

OtherParts find_other_parts(MixtureExplainer& explainer, const Library& library, bool has_match,
                            bool is_full_match, const Identification& found) {
  OtherParts parts;
  const Query& query = found.query;
  if (!is_searched_as_ei(query.acquisition)) return parts;
  if (!is_full_match) parts.sum = explainer.explain(query.peaks);
  if (!has_match) return parts;
  const UnitMassRule rule = explainer.rule();
  const std::vector<std::uint32_t> group = records_of_group(library, found);
  const std::uint32_t match = group.front();
  Compounds not_second;
  Compounds unlike;
  for (const std::uint32_t record : group) {
    const bool is_alike = record == match || are_alike(library, rule, match, record);
    (is_alike ? not_second : unlike).emplace(compound_of(library, record));
  }
  if (!parts.sum) parts.second = explainer.second_compound(query.peaks, match, not_second);
  if (!parts.sum && !parts.second) {
    parts.unmatched = unmatched_ions(query.peaks, library.peaks(match), rule);
    return parts;
  }
  const Mixture& mixture = parts.sum ? *parts.sum : parts.second->mixture;
  Compounds of_mixture;
  for (const Mixture::Part& part : mixture.parts) {
    of_mixture.emplace(part.compound);
  }
  // The match, or a member that may stand for it, is one of the parts.
  const bool holds_match = std::any_of(group.begin(), group.end(), [&](std::uint32_t record) {
    const std::string_view compound = compound_of(library, record);
    return !unlike.contains(compound) && of_mixture.contains(compound);
  });
  if (!holds_match) return parts;
  parts.not_of_group = parts_and_their_like(library, rule, group, of_mixture, unlike);
  return parts;
}

void tell_other_parts(OtherParts parts, Identification& found) {
  if (parts.sum) {
    found.mixture = std::move(parts.sum);
    tell_sum(found);
  } else if (parts.second) {
    tell_second(*std::move(parts.second), found);
  }
  if (found.mixture) tell_unexplained(found);
  if (is_match(found)) tell_unmatched(std::move(parts.unmatched), found);
}

}  // namespace basepeak
