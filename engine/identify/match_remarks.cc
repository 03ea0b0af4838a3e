#include "engine/identify/match_remarks.h"

#include <algorithm>
#include <string>

#include "engine/identify/number_text.h"

namespace basepeak {

namespace {

// Names what has the same sites and no record here.
void tell_missing_members(Identification& found) {
  const auto& missing = found.isomer_group.outside_library;
  if (missing.empty()) return;
  std::string names;
  for (const GroupMember& member : missing) names += (names.empty() ? "" : ", ") + member.name;
  found.why.push_back(
      "not excluded, of the same fragments at every site and without a record in "
      "this library: " +
      names + "; retention against a reference standard, GC-IR or NMR can tell them apart");
}

// Says when the members of a group are not all isomers of each other.
void tell_mixed_group(const Library& library, Identification& found) {
  const std::string_view formula = library.formula(found.matches.hits.front().record);
  for (const Match& hit : found.matches.hits) {
    const bool is_member =
        std::any_of(found.isomer_group.members.begin(), found.isomer_group.members.end(),
                    [&](const GroupMember& m) { return m.record == library.id(hit.record); });
    if (is_member && library.formula(hit.record) != formula) {
      found.why.push_back(
          "the group holds compounds of different formulas: their spectra score "
          "too nearly alike to part them");
      return;
    }
  }
}

// A spectrum that is mostly one ion matches every compound with that base peak.
void tell_single_ion(Identification& found) {
  constexpr double kDominant = 0.6;
  const Peaks& peaks = found.query.peaks;
  const double share = peaks.base_intensity() / std::max(peaks.total(), 1e-30);
  if (found.query.acquisition.ms_level > 1 || share < kDominant) return;
  found.why.push_back("m/z " + with_digits(peaks.base_mz(), 0) + " alone is " +
                      with_digits(100.0 * share, 0) +
                      " % of the spectrum: such a match rests on one ion and selects little");
}

// What the precursor's isotopes in MS1 say of the best record's formula.
void tell_isotopes(const Library& library, Identification& found) {
  constexpr double kAgrees = 0.9;
  const Match& best = found.matches.hits.front();
  if (!best.isotope_overlap) return;
  const bool agrees = *best.isotope_overlap >= kAgrees;
  found.why.push_back(
      "isotope pattern of the precursor in MS1: " + with_digits(*best.isotope_overlap, 2) +
      " of that of " + std::string(library.formula(best.record)) +
      (agrees ? "" : ", which speaks against this formula"));
}

}  // namespace

void add_match_remarks(const Library& library, Identification& found) {
  tell_missing_members(found);
  tell_mixed_group(library, found);
  tell_single_ion(found);
  tell_isotopes(library, found);
}

}  // namespace basepeak
