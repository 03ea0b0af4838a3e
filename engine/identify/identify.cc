#include "engine/identify/identify.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/chemistry/inchi_key.h"
#include "engine/identify/assessment.h"
#include "engine/identify/class_members.h"
#include "engine/identify/control_flags.h"
#include "engine/identify/isomer_group.h"
#include "engine/identify/library_class.h"
#include "engine/identify/match_remarks.h"
#include "engine/identify/mixture_evidence.h"
#include "engine/identify/ms2_calibration.h"
#include "engine/identify/polarity_evidence.h"
#include "engine/identify/predicted_evidence.h"
#include "engine/identify/replicate_evidence.h"
#include "engine/identify/score_above_limit.h"
#include "engine/identify/stated_identity.h"
#include "engine/search/search_by_origin.h"
#include "engine/spectrum/searched_as_ei.h"

namespace basepeak {

namespace {

constexpr const char* kFentanyl = "fentanyl";
constexpr double kNearEnough = 0.7;  // of a library match's limit: below it a spectrum says nothing

// The thresholds of the query's kind of spectrum.
struct Limits {
  const char* unit;  // what the score is called
  int digits;
  double compound;
  double tentative;
  double margin;
  double indistinct;
  std::size_t fewest_ions;
};

Limits limits_for(const Query& query, const Method& method) {
  const auto& conclusion = method.conclusion;
  if (is_searched_as_ei(query.acquisition)) {
    const bool is_factor = is_match_factor(method.ei_search.score);
    // Cosines run from 0 to 1: the match factor limits apply to them as shares of 999.
    const double scale = is_factor ? 1.0 : 1.0 / 999.0;
    return {is_factor ? "match factor" : "similarity",
            is_factor ? 0 : 3,
            conclusion.ei_compound_score * scale,
            conclusion.ei_tentative_score * scale,
            conclusion.ei_isomer_margin * scale,
            conclusion.ei_indistinct_margin * scale,
            conclusion.ei_minimum_ions};
  }
  return {"spectral similarity",
          3,
          conclusion.ms2_compound_score,
          conclusion.ms2_compound_score,
          conclusion.ms2_isomer_margin,
          conclusion.ms2_indistinct_margin,
          1};
}

// A match factor prints truncated, as NIST's program prints it.
std::string with_digits(double value, int digits) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, digits == 0 ? std::floor(value) : value);
  return text.data();
}

std::string describe(const Match& hit, const Library& library, const Limits& limits) {
  return std::string(library.compound_name(hit.record)) + " (" + limits.unit + " " +
         with_digits(hit.score, limits.digits) + ")";
}

// The members of a group as molecules, the best hit's compound first; after those with a record
// the named ones without, which the spectrum excludes as little.
std::vector<FlaggedMolecule> molecules_of(const Library& library, const Identification& found) {
  std::vector<FlaggedMolecule> molecules;
  for (const GroupMember& member : found.isomer_group.members) {
    const auto hit =
        std::find_if(found.matches.hits.begin(), found.matches.hits.end(),
                     [&](const Match& match) { return library.id(match.record) == member.record; });
    const bool is_found = hit != found.matches.hits.end();
    molecules.push_back(
        {member.name, is_found ? std::string(library.smiles(hit->record)) : "", member.inchikey});
  }
  for (const GroupMember& member : found.isomer_group.outside_library) {
    const ClassMember* named = class_member(member.inchikey);
    molecules.push_back({member.name, named == nullptr ? "" : named->smiles, member.inchikey});
  }
  return molecules;
}

// Structures only where a library match stands behind them; a class call names the lists to look
// at.
void flag_lists(const Library& library, Identification& found) {
  const bool is_match =
      found.level == ConclusionLevel::compound || found.level == ConclusionLevel::isomer_group;
  if (is_match) {
    found.flags = flags_of_group(control_lists(), molecules_of(library, found));
  } else if (found.compound_class.is_called) {
    std::string lists = class_wide_lists(control_lists(), found.compound_class.name);
    if (!lists.empty()) found.why.push_back("no structure, so no flag: " + lists);
  }
}

// A class call without a library match, by the spectrum's ions and, for EI, the library's spectra
// of the class.
bool indicates_class(const Method& method, ClassRecogniser& recogniser, Identification& found) {
  Recognition recognition = recogniser.recognise(found.query, method);
  const auto& conclusion = method.conclusion;
  const double probability = recognition.call.probability.value_or(0.0);
  const bool is_sure = recognition.call.is_called && probability >= conclusion.class_probability;
  const bool is_pure = found.query.purity >= conclusion.class_purity;
  if (recognition.call.is_called && !(is_sure && is_pure)) {
    found.why.push_back(is_sure ? "fentanyl class not called: the component explains only " +
                                      with_digits(100.0 * found.query.purity, 0) + " % of its scan"
                                : "fentanyl class not called: probability " +
                                      with_digits(probability, 3) + " is below the " +
                                      with_digits(conclusion.class_probability, 2) +
                                      " that a call needs");
    // Not called, and not excluded either.
    found.compound_class.probability = recognition.call.probability;
    found.compound_class.calibrated_on = std::move(recognition.call.calibrated_on);
    found.compound_class.basis = "recognition";
    return false;
  }
  found.compound_class = std::move(recognition.call);
  for (std::string& reason : recognition.why) found.why.push_back(std::move(reason));
  return found.compound_class.is_called;
}

// A weak component shows its strong ions only: the rest of the library spectrum lies under the
// detector's threshold and must not count as missing. Enough ions must remain to say anything.
bool matches_above_limit(const Limits& limits, Identification& found) {
  constexpr std::uint32_t kFewestIons = 6;
  if (found.matches.hits.empty()) return false;
  const Match& best = found.matches.hits.front();
  if (!best.score_above_limit || *best.score_above_limit < limits.tentative ||
      best.score < kNearEnough * limits.tentative || best.matched_peaks < kFewestIons) {
    return false;
  }
  const double share = found.query.detection_limit / found.query.peaks.base_intensity();
  found.why.push_back(
      "weak component: ions below " + with_digits(100.0 * share, 1) +
      " % of its base peak were below the run's detection limit; without them the " + limits.unit +
      " is " + with_digits(*best.score_above_limit, limits.digits));
  return true;
}

// Why the members of a group are reported together, and what would part them.
std::string group_reason(const Limits& limits, const std::optional<Assessment>& assessment,
                         const IsomerGroup& group) {
  const std::string what =
      assessment
          ? "what is left out of the group is together less likely than " +
                with_digits(
                    100.0 * (1.0 - (assessment->is_ms2 ? ms2_calibration_model().group_coverage
                                                       : calibration_model().group_coverage)),
                    0) +
                " % among the library's compounds, as spectra of one compound differ between "
                "laboratories"
          : "isomers within " + with_digits(limits.margin, limits.digits) + " of the best score" +
                (group.is_of_isomers ? ""
                                     : ", and other compounds within " +
                                           with_digits(limits.indistinct, limits.digits) + ",") +
                " are reported together";
  return what + "; retention against a reference standard, GC-IR or NMR can tell them apart";
}

// The compounds that the match may be.
IsomerGroup group_of_match(const Library& library, const Limits& limits,
                           const std::optional<Assessment>& assessment, const Matches& matches) {
  return assessment ? isomer_group_of(matches, library, assessment->group(), limits.margin,
                                      limits.indistinct)
                    : isomer_group(matches, library, limits.margin, limits.indistinct);
}

// Compounds that are parts of the spectrum beside the match are no alternatives to it.
void part_group(const Library& library, const Compounds& parts,
                std::optional<Assessment>& assessment, Identification& found) {
  if (parts.empty()) return;
  if (assessment) assessment->leave_out(parts);
  const std::string names = leave_out(parts, found.matches, library, found.isomer_group);
  found.why.push_back(
      "left out of the group: " + names +
      "; unlike the match's spectrum, and a part of the mixture or like one: no alternative to the "
      "match");
}

void conclude_match(const Library& library, const Limits& limits, const Method& method,
                    const std::optional<Assessment>& assessment, MissingMembers& missing,
                    Identification& found) {
  const Match& best = found.matches.hits.front();
  found.isomer_group.outside_library =
      missing.of(found.isomer_group, library.ionisation(best.record) == Ionisation::ei);
  const bool is_group = holds_several(found.isomer_group);
  found.level = is_group ? ConclusionLevel::isomer_group : ConclusionLevel::compound;
  const bool is_full = best.score >= limits.compound;
  found.level_text = is_full ? "Library match, tentative" : "Weak library match, tentative";
  if (is_group) {
    const bool says_so = !found.isomer_group.is_of_isomers && found.isomer_group.members.size() > 1;
    found.level_text += ": " + group_words(found.isomer_group, " by this spectrum") +
                        (says_so ? "" : ", not told apart by this spectrum");
  }
  found.why.push_back("best library record " + describe(best, library, limits) + "; " +
                      (is_full ? "at or above" : "below") + " the " +
                      with_digits(limits.compound, limits.digits) + " of a full match");
  const std::vector<std::string> against = contradictions(found, library);
  found.why.insert(found.why.end(), against.begin(), against.end());
  if (found.isomer_group.members.size() > 1) {
    found.why.push_back(group_reason(limits, assessment, found.isomer_group));
  } else {
    found.why.push_back("isomers that the library does not hold are not excluded");
  }
  for (std::string& reason : replicate_evidence(found, library, method.ei_search.unit_mass_rule)) {
    found.why.push_back(std::move(reason));
  }
  add_match_remarks(library, found);
  call_class_by_library(library, found);
  if (found.query.ms2 && found.query.ms2->is_pseudo) {
    found.level_text += ", of a pseudo-MS/MS spectrum";
  }
  if (library.origin(best.record) == Origin::predicted) {
    found.level = ConclusionLevel::compound_class;
    found.is_by_prediction = true;
    found.level_text = "Match to a predicted spectrum only: class at most";
    for (std::string& sentence : predicted_evidence(library, best.record, found.query))
      found.why.push_back(std::move(sentence));
  } else if (std::string sentence = higher_prediction(library, found.matches.hits);
             !sentence.empty()) {
    found.why.push_back(std::move(sentence));
  }
  found.contradicts_source = !against.empty();
  if (found.contradicts_source) found.level_text += ", against what the source states of it";
}

void conclude_nothing(const Library& library, const Limits& limits, const Method& method,
                      ClassRecogniser& recogniser, Identification& found) {
  if (found.matches.hits.empty()) {
    // The search's own note says which record was nearest and what left it out.
    if (found.matches.notes.empty()) found.why.push_back("the search kept no library record");
  } else if (found.matches.hits.front().score >= limits.tentative) {
    found.why.push_back("nearest library record " +
                        describe(found.matches.hits.front(), library, limits) + " rests on " +
                        std::to_string(found.matches.hits.front().matched_peaks) +
                        " matched peaks; " + std::to_string(limits.fewest_ions) + " are needed");
  } else {
    found.why.push_back("nearest library record " +
                        describe(found.matches.hits.front(), library, limits) + " is below the " +
                        with_digits(limits.tentative, limits.digits) + " of a library match");
  }
  if (indicates_class(method, recogniser, found)) {
    found.level = ConclusionLevel::compound_class;
    found.level_text = found.compound_class.name == kFentanyl
                           ? "Fentanyl class indicated; no library record matches"
                           : "Precursor or relative of the fentanyl class indicated; no library "
                             "record matches";
  } else {
    found.level = ConclusionLevel::nothing_found;
    found.level_text = "Nothing found in this library";
  }
}

// A likeness to EI spectra says nothing of a spectrum that is stated to be none.
void refuse_as_ei(const Library& library, const Limits& limits, Identification& found) {
  const std::string stated = ionisation_words(found.query.acquisition);
  found.level = ConclusionLevel::nothing_found;
  found.level_text = std::string("Nothing concluded: ") +
                     (stated.starts_with("not stated") ? "not taken as an EI spectrum (ionisation "
                                                       : "not an EI spectrum (") +
                     stated + ")";
  found.why.push_back(
      "ionisation as the file has it: " + stated +
      "; no MS/MS is stated: EI library spectra are no reference for it, and neither the class nor "
      "a mixture was looked for; MS/MS of its ions, or an EI spectrum, can be searched");
  if (!found.matches.hits.empty()) {
    found.why.push_back("listed for comparison only: " +
                        describe(found.matches.hits.front(), library, limits));
  }
}

}  // namespace

const char* name(ConclusionLevel level) noexcept {
  switch (level) {
    case ConclusionLevel::nothing_found: return "nothing_found";
    case ConclusionLevel::compound_class: return "class";
    case ConclusionLevel::isomer_group: return "isomer_group";
    case ConclusionLevel::compound: return "compound";
  }
  return "nothing_found";
}

namespace {

bool is_match(const Match& hit, const Limits& limits) {
  return hit.score >= limits.tentative && hit.matched_peaks >= limits.fewest_ions;
}

// Where no measured record is a match and a predicted one is, that one comes before them, for the
// conclusion to speak of it; within each kind the order stays.
bool bring_prediction_forward(const Library& library, const Limits& limits,
                              std::vector<Match>& hits) {
  const auto predicted = std::find_if(hits.begin(), hits.end(), [&](const Match& hit) {
    return library.origin(hit.record) == Origin::predicted;
  });
  if (predicted == hits.end() || predicted == hits.begin() || !is_match(*predicted, limits))
    return false;
  std::rotate(hits.begin(), predicted, hits.end());
  return true;
}

// What the conclusions of a run share.
struct Sources {
  explicit Sources(const Library& library, const Method& method)
      : missing(library),
        recogniser(library),
        explainer(library, method.ei_search.unit_mass_rule) {}
  MissingMembers missing;
  ClassRecogniser recogniser;
  MixtureExplainer explainer;
};

void conclude(const Library& library, const Limits& limits, const Method& method, Sources& sources,
              Identification& found) {
  if (is_known_not_to_be_ei(found.query.acquisition)) return refuse_as_ei(library, limits, found);
  std::optional<Assessment> assessment = assess(found.query, found.matches, library, method);
  std::vector<Match>& hits = found.matches.hits;
  bool has_match =
      (!hits.empty() && is_match(hits.front(), limits)) || matches_above_limit(limits, found);
  if (!has_match && bring_prediction_forward(library, limits, hits)) {
    has_match = true;
    assessment.reset();  // it spoke of the measured records
  }
  if (has_match) {
    found.isomer_group = group_of_match(library, limits, assessment, found.matches);
  }
  const bool is_full = has_match && !hits.empty() && hits.front().score >= limits.compound;
  OtherParts parts = find_other_parts(sources.explainer, library, has_match, is_full, found);
  part_group(library, parts.not_of_group, assessment, found);
  if (has_match) {
    conclude_match(library, limits, method, assessment, sources.missing, found);
  } else {
    conclude_nothing(library, limits, method, sources.recogniser, found);
  }
  state_confidence(assessment, library, method, found);
  if (has_match) weigh_against_ions(sources.recogniser, method, found);
  tell_other_parts(std::move(parts), found);
}

}  // namespace

std::vector<Identification> identify(std::vector<Query> queries, std::vector<Matches> matches,
                                     const Library& library, const Method& method) {
  std::vector<Identification> identifications(queries.size());
  Sources sources(library, method);
  for (std::size_t i = 0; i < queries.size(); ++i) {
    Identification& found = identifications[i];
    found.query = std::move(queries[i]);
    found.matches = std::move(matches[i]);
    part_by_origin(library, found.matches.hits);
    const std::string other_polarity = strike_other_polarity(library, found);
    const Limits limits = limits_for(found.query, method);
    add_scores_above_limit(found.query, library, method.ei_search, found.matches);
    conclude(library, limits, method, sources, found);
    flag_lists(library, found);
    if (!other_polarity.empty()) found.why.push_back(other_polarity);
    // Of a spectrum that EI records say nothing of, how it was searched is of no use.
    if (!is_known_not_to_be_ei(found.query.acquisition)) {
      found.why.insert(found.why.end(), found.matches.notes.begin(), found.matches.notes.end());
    }
    const auto& notes = found.matches.notes;  // a search repeats the remarks it was given
    for (const std::string& remark : found.query.remarks) {
      if (std::find(notes.begin(), notes.end(), remark) == notes.end()) found.why.push_back(remark);
    }
    for (const std::string& remark : found.query.source_remarks) found.why.push_back(remark);
  }
  return identifications;
}

}  // namespace basepeak
